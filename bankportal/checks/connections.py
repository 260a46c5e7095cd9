"""Connections to the database and to Redis: their addresses, and that they are encrypted."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 (Django's name)

from bankportal.database import MYSQL, UNSET, VERIFYING, is_remote


def check_database() -> Iterator[CheckMessage]:
    """DATABASE_URL must be set, and connections to other hosts must be encrypted."""
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


def check_redis() -> Iterator[CheckMessage]:
    """REDIS_URL must have no options, and connections to other hosts should be encrypted."""
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
