"""`manage.py seed`: fills a trial database."""

from typing import Any

from django.core.management.base import CommandParser

from audit.quiet import muted_log
from core.management.base import DatabaseCommand
from demo.seed import seed

WIDTH = 40  # characters of the bar


class Command(DatabaseCommand):
    """With a bar that says how far it is."""

    help = "Adds members, accounts and a year of transactions, in bulk; the same for the same --seed."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, and which."""
        parser.add_argument("--members", type=int, default=100)
        parser.add_argument("--transactions", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fills."""
        members, transactions = max(2, options["members"]), max(0, options["transactions"])
        with muted_log():
            seed(members=members, transactions=transactions, seed=options["seed"], progress=self._print_progress)
        self.stdout.write(f"\n{members} members and {transactions} transactions added.")

    def _print_progress(self, done: int, total: int) -> None:
        filled = WIDTH * done // total
        self.stdout.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}", ending="")
        self.stdout.flush()
