"""The database backend without a configured database: every use raises an error that names the setting."""

from typing import Any, NoReturn

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.dummy import base as dummy


def refuse(*_args: Any, **_options: Any) -> NoReturn:
    """Raises ImproperlyConfigured."""
    raise ImproperlyConfigured(
        "DATABASE_URL is not set. Name the bank's database, e.g. mysql://user:password@host:3306/name or "
        "sqlite:////srv/bank-portal/var/bank.sqlite3; only development (DEBUG=1) has a default."
    )


class DatabaseOperations(dummy.DatabaseOperations):
    """Compiles no query."""

    quote_name = refuse


class DatabaseWrapper(dummy.DatabaseWrapper):
    """Django's dummy backend with another message; its own refers to `settings.DATABASES`."""

    ops_class = DatabaseOperations
    _cursor = refuse
    ensure_connection = refuse
    _set_autocommit = refuse
