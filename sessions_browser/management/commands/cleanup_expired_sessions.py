"""`manage.py cleanup_expired_sessions`, for cron: deletes expired rows."""

from typing import Any

from django.core.management.base import CommandParser

from core.management.base import DatabaseCommand
from sessions_browser.services import cleanup_expired_sessions
from sessions_browser.services.cleanup import BATCH


class Command(DatabaseCommand):
    """Safe at any time, and twice at once."""

    job = "cleanup_expired_sessions"
    help = "Deletes expired rows: browser sessions, refresh tokens, limits, idempotency keys, and those of other apps."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--batch`."""
        parser.add_argument("--batch", type=int, default=BATCH, help="rows a transaction (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs and prints how many rows of each kind were deleted."""
        cleared = cleanup_expired_sessions(batch=max(1, options["batch"]))
        self.stdout.write(", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in cleared.items()))
