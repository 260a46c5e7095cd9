"""`manage.py verify_ledger`: checks that the ledger is consistent."""

from typing import Any

from django.core.management.base import CommandError

from accounts.models import Account
from core.management.base import DatabaseCommand
from transactions.ledger.integrity import find_inconsistency
from transactions.models import Entry, Transaction


class Command(DatabaseCommand):
    """Changes no row of the ledger; exits with 1 where it finds an inconsistency."""

    job = "verify_ledger"
    help = "Checks that entries sum to zero, balances equal their entries and running balances are unbroken."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the first inconsistency, or that there is none."""
        found = find_inconsistency()
        if found:
            raise CommandError(found)
        counts = [
            f"{model.objects.count()} {model._meta.verbose_name_plural}" for model in (Account, Transaction, Entry)
        ]
        self.stdout.write(f"The ledger is consistent: {', '.join(counts)}.")
