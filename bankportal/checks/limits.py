"""Rate limits that protect nothing, and lifetimes of sessions that contradict each other."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error

from core.ratelimit.exact import MAX_COUNT
from core.ratelimit.rate import rates_of
from sessions_browser.refresh_log import MAX_REFRESHES

# Scopes of `core.ratelimit.exact`.
_EXACT = (
    "login",
    "login_account",
    "login_known",
    "login_address",
    "login_success",
    "factor",
    "password_reset",
    "confirmation_mail",
    "email_change",
    "payee",
)


def check_rate_limits() -> Iterator[CheckMessage]:
    """Rate limits must not be so high that they protect nothing."""
    # Each hit of these scopes is stored in a row of the database.
    for scope, most in {**dict.fromkeys(_EXACT, MAX_COUNT), "refresh": MAX_REFRESHES}.items():
        if any(rate.count > most for rate in rates_of(scope)):
            yield Error(
                f"THROTTLE_{scope.upper()} allows more than {most} tries a window.",
                hint="That protects nothing; choose a smaller number.",
                id="bank.E005",
            )


def check_lifetimes() -> Iterator[CheckMessage]:
    """Sessions must not end in use, and the idle limit must be the shorter one."""
    if settings.BROWSER_SESSION_TOUCH_SECONDS >= settings.BROWSER_SESSION_LIFETIME:
        yield Error(
            "BROWSER_SESSION_TOUCH_SECONDS is not less than BROWSER_SESSION_LIFETIME: sessions would end in use.",
            hint="Choose a few seconds.",
            id="bank.E006",
        )
    if settings.BROWSER_SESSION_LIFETIME > settings.BROWSER_SESSION_MAX_AGE:
        yield Error(
            "BROWSER_SESSION_LIFETIME (idle) is longer than BROWSER_SESSION_MAX_AGE (absolute).",
            hint="The idle limit is the shorter one.",
            id="bank.E007",
        )
