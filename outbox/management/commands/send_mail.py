"""`manage.py send_mail`, for cron: sends the mails that are due."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.management.base import DatabaseCommand
from outbox.selectors import count_queued
from outbox.services import send_due_mails
from outbox.services.claims import requeue_failed


class Command(DatabaseCommand):
    """Safe at any time, beside a server and twice at once."""

    help = "Sends the mails of the outbox that are due. Needed only where `manage.py serve` does not run."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--failed`."""
        parser.add_argument("--failed", action="store_true", help="also try mails again that were given up")

    def handle(self, *args: Any, **options: Any) -> None:
        """Sends and prints what was done. Raises CommandError where the mail server does not answer."""
        if options["failed"]:
            self.stdout.write(f"{requeue_failed()} mails are tried again")
        result = send_due_mails()
        self.stdout.write(
            f"{result.sent} mails sent, {result.discarded} discarded, {result.retried} to be tried again, "
            f"{result.failed} given up, {count_queued()} waiting"
        )
        if result.server_down:
            raise CommandError("The mail server does not answer.")
