"""`manage.py seed`: fills a database for load tests."""

from typing import Any

from django.core.management.base import CommandParser

from audit.quiet import muted_log
from core.management.base import DatabaseCommand
from demo.seed import seed

WIDTH = 40  # characters of the bar


class Command(DatabaseCommand):
    """Shows a progress bar."""

    help = "Adds members, accounts and a year of transactions, in bulk; the same for the same --seed."

    def add_arguments(self, parser: CommandParser) -> None:
        """The numbers of members and transactions, and the seed."""
        parser.add_argument("--members", type=int, default=100)
        parser.add_argument("--transactions", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Adds the rows and prints their numbers."""
        members, transactions = max(2, options["members"]), max(0, options["transactions"])
        with muted_log():
            seed(members=members, transactions=transactions, seed=options["seed"], progress=self._print_progress)
        self.stdout.write(f"\n{members} members and {transactions} transactions added.")

    def _print_progress(self, done: int, total: int) -> None:
        filled = WIDTH * done // total
        self.stdout.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}", ending="")
        self.stdout.flush()
