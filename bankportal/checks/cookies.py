"""Cookies that browsers would drop."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 (Django's name)


def check_cookies() -> Iterator[CheckMessage]:
    """Cookies must have attributes and prefixes with which browsers accept them."""
    if settings.COOKIE_SAMESITE == "None" and not settings.COOKIE_SECURE:
        yield Error(
            "COOKIE_SAMESITE=None needs Secure cookies, which DEBUG turns off: browsers drop such cookies.",
            hint="Leave COOKIE_SAMESITE at Lax in development.",
            id="bank.E003",
        )
    if settings.COOKIE_PREFIX and settings.COOKIE_DOMAIN:
        yield Error(
            "COOKIE_PREFIX is on and COOKIE_DOMAIN is set: browsers drop cookies named __Host- that have a domain.",
            hint="Leave COOKIE_DOMAIN empty, or COOKIE_PREFIX at 0.",
            id="bank.E020",
        )
    if settings.COOKIE_PREFIX and not settings.COOKIE_SECURE:
        yield Error(
            "COOKIE_PREFIX needs Secure cookies, which DEBUG turns off: browsers drop such cookies.",
            hint="Leave COOKIE_PREFIX at 0 in development.",
            id="bank.E021",
        )
    if settings.COOKIE_PREFIX and settings.COOKIE_PREFIX_SINCE is None:
        yield Warning(
            "COOKIE_PREFIX is on without COOKIE_PREFIX_SINCE: cookies without a prefix are read for ever.",
            hint="Set COOKIE_PREFIX_SINCE to the day on which COOKIE_PREFIX was turned on.",
            id="bank.W004",
        )
