"""Lists migrations that break the release that still serves while they run: `python -m tools.lint_migrations`.

django-migration-linter reads the statements that each migration runs on MariaDB, and so needs a private server. Where
MariaDB or its driver is not installed nothing is checked, except in CI, where that is an error.
"""

import os
import sys
from importlib.util import find_spec

import django

from tools.mariadb import create_database, find_program, private_server

APPS = (
    "accounts", "audit", "bankportal", "confirmations", "core", "factors", "loans", "outbox", "sessions_browser",
    "transactions", "users",
)  # fmt: skip


def main() -> int:
    """1 if a migration removes, renames or narrows what earlier code uses."""
    if not find_program("mariadbd") or not find_spec("MySQLdb"):
        sys.stdout.write("The migrations are not checked: MariaDB's server or its driver is not installed.\n")
        return 1 if os.environ.get("CI") else 0
    with private_server() as url:
        create_database(url)
        os.environ |= {"DEBUG": "1", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        django.setup()
        return _lint()


def _lint() -> int:
    from django_migration_linter import MigrationLinter  # noqa: PLC0415 (needs the settings)

    linter = MigrationLinter(include_apps=APPS, no_cache=True, quiet=["ok", "ignore", "warning"])
    linter.lint_all_migrations()
    return 1 if linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
