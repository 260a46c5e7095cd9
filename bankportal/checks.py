"""System checks for unsafe combinations of settings, each with a hint how to fix it.

They run when the server starts (`bankportal.wsgi`) and with `check --deploy`; commands such as `migrate` run only those
about money.
"""

import hmac
import logging
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks  # noqa: A004 (Django's name)
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import URLValidator
from django.db import Error as DatabaseError
from django.db import connection

from bankportal.database import MYSQL, UNSET, VERIFYING, is_remote
from core.db.time_zone import bank_calendar
from core.exceptions import TimeZoneError
from core.keys import SECRET_KEY_ITEM
from core.money import is_currency, to_minor
from core.ratelimit.exact import MAX_COUNT
from core.ratelimit.rate import rates_of
from core.time_zones import time_zone_names
from factors.relying_party import application_origins, is_within, origins_within
from sessions_browser.refresh_log import MAX_REFRESHES
from transactions.printing.fonts import font_files, read_font

logger = logging.getLogger("bankportal.server")
TAG = "bankportal"
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


def check_time_zone() -> None:
    """Raises ImproperlyConfigured if BANK_TIME_ZONE is not the zone that the database records.

    A database that does not answer, or has no tables yet, is no reason not to start: each request checks it again.
    """
    try:
        bank_calendar()
    except TimeZoneError as exc:
        raise ImproperlyConfigured(f"bank.E025: {exc.reason}.") from exc
    except DatabaseError as exc:
        logger.warning("the recorded time zone is not known yet: %s", exc)
    finally:
        connection.close()


def check_production_settings() -> None:
    """Raises ImproperlyConfigured with the messages of all checks that fail."""
    found = [m for m in run_checks(tags=[TAG], include_deployment_checks=True) if m.is_serious()]
    if found:
        raise ImproperlyConfigured("\n".join(f"{m.id}: {m.msg} {m.hint}" for m in found))


@register(TAG, deploy=True)
def unsafe_settings(**_: Any) -> list[CheckMessage]:
    """Settings with which the server does not start, but commands run."""
    parts = (
        _secret,
        _token_keys,
        _cookies,
        _origins,
        _limits,
        _lifetimes,
        _production,
        _logo,
        _registration,
        _passkeys,
        _database,
        _redis,
        _fonts,
        _metrics,
    )
    return [message for part in parts for message in part()]


@register(TAG)
def money_settings(**_: Any) -> list[CheckMessage]:
    """Settings with which commands do not run either: `migrate` stores the currency and the time zone permanently."""
    return [*_money(), *_time_zone()]


def _secret() -> Iterator[CheckMessage]:
    if settings.SECRET_KEY_IS_TEMPORARY:
        yield Error(
            "There is no SECRET_KEY.", hint="Set SECRET_KEY or SECRET_KEY_FILE, or run `make run`.", id="bank.E001"
        )
    elif len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        yield Error(
            "SECRET_KEY is too short or too simple.",
            hint="Make one of 50 random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'.",
            id="bank.E002",
        )


def _token_keys() -> Iterator[CheckMessage]:
    for key in settings.TOKEN_KEYS.keys.values():
        if not key.is_secret_key and len(set(key.secret)) < 10:
            yield Error(
                f"The key {key.kid!r} of TOKEN_KEYS is too simple.",
                hint="Make one of random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'.",
                id="bank.E018",
            )
        if not key.is_secret_key and hmac.compare_digest(key.secret, settings.SECRET_KEY.encode()):
            yield Error(
                f"The key {key.kid!r} of TOKEN_KEYS is SECRET_KEY.",
                hint=f"Write {SECRET_KEY_ITEM}, without a kid, where SECRET_KEY is to be one of the keys.",
                id="bank.E019",
            )


def _cookies() -> Iterator[CheckMessage]:
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


def _origins() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        return
    plain = [o for o in settings.CORS_ALLOWED_ORIGINS if urlsplit(o).scheme != "https"]
    if plain:
        yield Error(
            f"CORS_ALLOWED_ORIGINS lists {', '.join(plain)}: an attacker on that network can act for the user.",
            hint="List https origins only.",
            id="bank.E004",
        )


def _limits() -> Iterator[CheckMessage]:
    # Each hit of these scopes is stored in a row of the database.
    for scope, most in {**dict.fromkeys(_EXACT, MAX_COUNT), "refresh": MAX_REFRESHES}.items():
        if any(rate.count > most for rate in rates_of(scope)):
            yield Error(
                f"THROTTLE_{scope.upper()} allows more than {most} tries a window.",
                hint="That protects nothing; choose a smaller number.",
                id="bank.E005",
            )


def _lifetimes() -> Iterator[CheckMessage]:
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


def _money() -> Iterator[CheckMessage]:
    currency = settings.BANK_CURRENCY
    if not is_currency(currency):
        yield Error(
            f"BANK_CURRENCY={currency!r} is not a currency of ISO 4217 in which accounts can be kept.",
            hint="Write the three capital letters of a currency, e.g. USD. Metals and test codes have no digits.",
            id="bank.E010",
        )
        return
    for name in ("MEMBER_DAILY_TRANSFER_LIMIT", "CASHIER_LIMIT", "STEP_UP_AMOUNT"):
        try:
            to_minor(getattr(settings, name), currency, allow_zero=name == "STEP_UP_AMOUNT")
        except ValueError as exc:
            yield Error(f"{name} is not a valid amount in {currency}: {exc}", hint="E.g. 10000.", id="bank.E011")


def _time_zone() -> Iterator[CheckMessage]:
    name = settings.BANK_TIME_ZONE
    if name not in time_zone_names():
        names = {known.lower(): known for known in time_zone_names()}
        similar = get_close_matches(name.lower(), names, n=1)
        example = names[similar[0]] if similar else "Africa/Nairobi"
        yield Error(
            f"BANK_TIME_ZONE={name!r} is not a time zone of the IANA database.",
            hint=f"Write a name such as {example}, in this spelling.",
            id="bank.E024",
        )


def _production() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        return
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Error("ALLOWED_HOSTS is empty or open.", hint="Name the hosts, e.g. api.bank.example.", id="bank.E008")
    try:
        URLValidator(schemes=["https"])(settings.FRONTEND_URL)
    except ValidationError:
        yield Error(
            "FRONTEND_URL is not a valid https address: mailed links would be useless or not encrypted.",
            hint="Set it to where the single-page application is, e.g. https://app.bank.example.",
            id="bank.E009",
        )


def _logo() -> Iterator[CheckMessage]:
    if settings.BANK_LOGO_URL and not settings.DEBUG and urlsplit(settings.BANK_LOGO_URL).scheme != "https":
        yield Error(
            "BANK_LOGO_URL is not a valid https address: applications on https would not load the image.",
            hint="Set it to an https address, e.g. https://app.bank.example/logo.svg.",
            id="bank.E017",
        )


def _registration() -> Iterator[CheckMessage]:
    if settings.REGISTRATION_OPEN and not settings.EMAIL_CONFIRMATION and not settings.DEBUG:
        yield Warning(
            "EMAIL_CONFIRMATION=0 lets anybody register the e-mail address of somebody else.",
            hint="Leave EMAIL_CONFIRMATION at 1, or close registration with REGISTRATION_OPEN=0.",
            id="bank.W003",
        )


def _passkeys() -> Iterator[CheckMessage]:
    domain = settings.PASSKEY_RP_ID
    if not domain:
        return
    applications = application_origins()
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    is_of_api = any(is_within(domain, host) for host in hosts)
    if not is_of_api and not origins_within(domain, applications):
        yield Error(
            f"PASSKEY_RP_ID={domain!r} is neither the host of FRONTEND_URL, of an origin in CORS_ALLOWED_ORIGINS or of "
            "the API, nor a parent domain of one: nobody could use a passkey.",
            hint="Set it to the domain that they share, e.g. bank.example.",
            id="bank.E026",
        )
        return
    for origin in dict.fromkeys(applications):
        if not origins_within(domain, [origin]):
            yield Warning(
                f"{origin} is outside PASSKEY_RP_ID={domain!r}: its pages cannot use passkeys.",
                hint="Set PASSKEY_RP_ID to the domain that all origins share, e.g. bank.example.",
                id="bank.W005",
            )
    if hosts and not is_of_api and not settings.DEBUG:
        yield Warning(
            f"The API's hosts are outside PASSKEY_RP_ID={domain!r}: the staff site cannot use passkeys.",
            hint="Set PASSKEY_RP_ID to the domain that the application and the API share, e.g. bank.example.",
            id="bank.W006",
        )


def _database() -> Iterator[CheckMessage]:
    database = settings.DATABASES["default"]
    if database["ENGINE"] == UNSET:
        yield Error(
            "DATABASE_URL is not set.",
            hint="Name the database, e.g. mysql://user:password@host:3306/name; only DEBUG=1 has a default.",
            id="bank.E012",
        )
    if not settings.DEBUG:
        for setting, alias in (("DATABASE_URL", "default"), ("REPORTS_DATABASE_URL", "reports")):
            yield from _encryption(setting, settings.DATABASES.get(alias, {"ENGINE": UNSET}))


def _encryption(setting: str, database: dict[str, Any]) -> Iterator[CheckMessage]:
    if database["ENGINE"] != MYSQL or not is_remote(database["HOST"]):
        return
    mode = database["OPTIONS"].get("ssl_mode")
    if mode is None and "unix_socket" not in database["OPTIONS"]:
        yield Error(
            f"The connection to the database on {database['HOST']} is not encrypted.",
            hint=f"Add ?ssl_mode=VERIFY_IDENTITY to {setting} (DATABASE_CA names a certificate authority of your "
            "own), or ssl_mode=DISABLED where the network itself is encrypted.",
            id="bank.E013",
        )
    elif mode is not None and mode not in VERIFYING:
        yield Warning(
            f"The connection to the database on {database['HOST']} is in plain text (ssl_mode=DISABLED).",
            hint="Leave it so only on an encrypted network.",
            id="bank.W001",
        )


def _redis() -> Iterator[CheckMessage]:
    parts = urlsplit(settings.REDIS_URL)
    if set(parse_qs(parts.query)) - {"db"}:
        yield Error(
            "REDIS_URL has options, which could turn off its time limits or the verification of the server.",
            hint="Leave them out; REDIS_CA names a certificate authority of your own.",
            id="bank.E014",
        )
    if settings.REDIS_CA and parts.scheme != "rediss":
        yield Error(
            "REDIS_CA is set, but REDIS_URL does not start with rediss://.",
            hint="Write rediss:// for TLS, or remove REDIS_CA.",
            id="bank.E015",
        )
    if parts.scheme == "redis" and is_remote(parts.hostname or "") and not settings.DEBUG:
        yield Warning(
            f"The connection to Redis on {parts.hostname} is in plain text, its password included.",
            hint="Write rediss://; leave it so only on an encrypted network.",
            id="bank.W002",
        )


def _fonts() -> Iterator[CheckMessage]:
    if not settings.STATEMENT_FONT_DIR:
        return
    try:
        for path in font_files(settings.STATEMENT_FONT_DIR):
            read_font(path.stem, path)
    except ValueError as exc:
        yield Error(
            f"STATEMENT_FONT_DIR={settings.STATEMENT_FONT_DIR!r}: {exc}.",
            hint="Name a folder of .ttf or .ttc fonts with TrueType outlines, or leave it empty.",
            id="bank.E016",
        )


def _metrics() -> Iterator[CheckMessage]:
    token = settings.METRICS_TOKEN
    if token and (len(token) < 32 or len(set(token)) < 10 or not token.isascii()):
        yield Error(
            "METRICS_TOKEN is too short or too simple.",
            hint="Make one of random characters: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'.",
            id="bank.E030",
        )
