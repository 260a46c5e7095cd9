"""`DATABASES` from the environment: the options of each engine, and those that `DATABASE_URL` must not set."""

import ipaddress
import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from core.db.timeouts import mysql_timeouts

MYSQL, SQLITE, UNSET = "core.db.mysql", "django.db.backends.sqlite3", "core.db.unset"
VERIFYING = ("VERIFY_IDENTITY", "VERIFY_CA")
# Options that the portal sets itself, each with a hint for the error message.
_OURS = {
    "read_timeout": "Set DATABASE_TIMEOUT.",
    "write_timeout": "Set DATABASE_TIMEOUT.",
    "init_command": "The portal sets the time zone, the SQL mode and the time limits of each connection.",
    "isolation_level": "The portal needs READ COMMITTED.",
    "charset": "The portal needs utf8mb4.",
    "ssl": "Set ssl_mode, and DATABASE_CA for a certificate authority of your own.",
}


def database_settings(url: str, *, debug: bool, data_dir: Path, ca: str, timeout: int) -> dict[str, Any]:
    """The settings of a database. `timeout` limits each statement of a management command, in seconds.

    Without a URL, development uses an SQLite file and production a backend that refuses every query: a command that
    does not find the bank's settings must not create an empty database and report success.

    Raises ImproperlyConfigured for unsafe options and for options that the portal sets itself.
    """
    if not url:
        if not debug:
            return {"ENGINE": UNSET}
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _sqlite({"ENGINE": SQLITE, "NAME": str(data_dir / "bank.sqlite3")})
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # environ only warns that it ignores the host in an SQLite URL
        try:
            database = environ.Env.db_url_config(url)
        except UserWarning as exc:
            raise ImproperlyConfigured(f"DATABASE_URL: {exc}") from exc
    return _sqlite(database) if database["ENGINE"] == SQLITE else _mysql(database, ca, timeout)


def is_remote(host: str) -> bool:
    """Whether a connection to this host leaves the machine. A path is that of a Unix socket."""
    if not host or host == "localhost" or host.startswith("/"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def _mysql(database: dict[str, Any], ca: str, timeout: int) -> dict[str, Any]:
    given = database.get("OPTIONS", {})
    for name, hint in _OURS.items():
        if name in given:
            raise ImproperlyConfigured(f"DATABASE_URL: the option {name} is not allowed. {hint}")
    options = {
        "charset": "utf8mb4",
        "isolation_level": "read committed",  # guard: isolation-level
        **mysql_timeouts(timeout, connect=5),
        **given,
        **_encryption(str(given.get("ssl_mode", "")).upper(), ca),
    }
    return database | {"ENGINE": MYSQL, "CONN_MAX_AGE": 300, "OPTIONS": options}


def _encryption(mode: str, ca: str) -> dict[str, Any]:
    """`ssl_mode` and the certificate authority.

    With `REQUIRED` and `PREFERRED` the MariaDB client connects in plain text to a server that offers no TLS, and
    accepts any certificate: an attacker who takes the database's place in the network reads everything.
    """
    mode = mode or ("VERIFY_IDENTITY" if ca else "")
    if not mode:
        return {}
    if mode not in {*VERIFYING, "DISABLED"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL: ssl_mode={mode} does not verify the server and may connect in plain text. "
            "Write ssl_mode=VERIFY_IDENTITY (DATABASE_CA names a certificate authority of your own)."
        )
    if not ca:
        return {"ssl_mode": mode}
    if mode == "DISABLED":
        raise ImproperlyConfigured("DATABASE_CA is set, but DATABASE_URL says ssl_mode=DISABLED. Remove one of them.")
    return {"ssl_mode": mode, "ssl": {"ca": ca}}


def _sqlite(database: dict[str, Any]) -> dict[str, Any]:
    options = {
        # Writers wait for each other at BEGIN; after a deferred BEGIN, the first write fails instead of waiting.
        "transaction_mode": "IMMEDIATE",  # guard: begin-immediate
        "timeout": 20,
        # With recursive triggers, the triggers that refuse DELETE also refuse REPLACE.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON",
    }
    return database | {"CONN_MAX_AGE": None, "OPTIONS": options}
