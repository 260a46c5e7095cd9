"""`manage.py snapshot_balances`, for cron: stores balances and totals, so that reports stay fast."""

from typing import Any

from core.management.base import DatabaseCommand
from transactions.ledger.balances import snapshot_balances


class Command(DatabaseCommand):
    """To be run once a day; safe at any time, and twice at once."""

    job = "snapshot_balances"
    help = "Stores the balances of the bank's own accounts at the start of the day, and the totals of earlier days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Takes the snapshots and prints how many."""
        self.stdout.write(f"{snapshot_balances()} snapshots taken")
