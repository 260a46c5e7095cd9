"""`manage.py fund_tills`: after an upgrade, for tills that have paid out more than they held."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.client_info import SYSTEM_CLIENT
from core.exceptions import PermissionDenied
from core.management.base import DatabaseCommand
from transactions.enums import CashSource
from transactions.tills.services import fund_negative_tills
from users.selectors import user_by_email


class Command(DatabaseCommand):
    """Posts and writes audit rows in one transaction; safe at any time, and twice at once."""

    help = "Funds each till that holds less than nothing, through the vault, until it holds nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--manager` and `--account`."""
        parser.add_argument("--manager", metavar="EMAIL", required=True, help="the manager who is named as the poster")
        parser.add_argument(
            "--account", choices=CashSource.values, default=CashSource.EQUITY.value, help="where the cash came from"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Funds the tills and prints each amount. Raises CommandError for somebody who is not a manager."""
        manager = user_by_email(options["manager"])
        if manager is None:
            raise CommandError(f"user '{options['manager']}' does not exist")
        try:
            funded = fund_negative_tills(actor=manager, source=CashSource(options["account"]), client=SYSTEM_CLIENT)
        except PermissionDenied as exc:
            raise CommandError(f"user '{options['manager']}' may not move cash: a manager may") from exc
        for till, written in funded:
            self.stdout.write(f"{till.name} ({till.number}): {written.money()} {written.currency}")
        self.stdout.write(f"{len(funded)} tills funded")
