"""System checks for unsafe combinations of settings, each with a hint how to fix it.

They run when the server starts (`bankportal.wsgi`) and with `check --deploy`; commands such as `migrate` run only those
about money and languages.
"""

import logging
from typing import Any

from django.core.checks import CheckMessage, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connection

from bankportal.checks.addresses import check_hosts, check_logo, check_origins, check_passkeys
from bankportal.checks.connections import check_database, check_redis
from bankportal.checks.cookies import check_cookies
from bankportal.checks.fonts import check_fonts
from bankportal.checks.keys import check_metrics_token, check_secret_key, check_token_keys
from bankportal.checks.languages import check_languages
from bankportal.checks.limits import check_lifetimes, check_rate_limits
from bankportal.checks.money import check_money, check_time_zone_name
from bankportal.checks.registration import check_registration
from core.db.time_zone import bank_calendar
from core.exceptions import TimeZoneError

logger = logging.getLogger("bankportal.server")
TAG = "bankportal"
_UNSAFE_SETTINGS = (
    check_secret_key,
    check_token_keys,
    check_metrics_token,
    check_cookies,
    check_origins,
    check_hosts,
    check_logo,
    check_passkeys,
    check_rate_limits,
    check_lifetimes,
    check_registration,
    check_database,
    check_redis,
    check_fonts,
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
    return [message for check in _UNSAFE_SETTINGS for message in check()]


@register(TAG)
def language_settings(**_: Any) -> list[CheckMessage]:
    """Settings with which commands do not run either: they create users, who have a language."""
    return list(check_languages())


@register(TAG)
def money_settings(**_: Any) -> list[CheckMessage]:
    """Settings with which commands do not run either: `migrate` stores the currency and the time zone permanently."""
    return [*check_money(), *check_time_zone_name()]
