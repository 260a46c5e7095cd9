"""The base of management commands that work on the bank's tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from core.db.errors import is_outage
from core.db.migrations import missing_migrations
from core.exceptions import Unavailable
from core.jobs import record_run


class DatabaseCommand(BaseCommand):
    """Fails with a message and status 1 where the database or its tables are missing.

    A command with a `job` is run by a timer: the end of each run is recorded under that name (`core.jobs`).
    """

    job = ""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """As Django's, after checking the migrations."""
        try:
            missing = missing_migrations(connection)
            if missing:
                raise CommandError(
                    f"The database {connection.settings_dict['NAME']} is not migrated: {len(missing)} migrations are "
                    f"missing, the first is {missing[0]}. Run `manage.py migrate` on the bank's database."
                )
            return self._run(*args, **options)
        except Unavailable as exc:
            raise CommandError(exc.reason or str(exc)) from exc
        except Error as exc:
            if not is_outage(exc):
                raise
            raise CommandError(f"The database does not answer: {exc}") from exc

    def _run(self, *args: Any, **options: Any) -> str | None:
        try:
            output = super().execute(*args, **options)
        except (CommandError, Unavailable):
            self._record(succeeded=False)
            raise
        self._record(succeeded=True)
        return output

    def _record(self, *, succeeded: bool) -> None:
        if self.job:
            record_run(self.job, succeeded=succeeded)
