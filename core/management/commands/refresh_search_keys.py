"""`manage.py refresh_search_keys`: computes search keys of texts that were not changed by the models."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from core.db.search import SearchableModel, folded_fields
from core.db.search_keys import refresh_batch
from core.db.transactions import atomic_with_retry


class Command(BaseCommand):
    """Safe to run at any time and repeatedly."""

    help = "Computes the search keys of people, accounts, loans and products anew where they are missing or outdated."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refreshes all tables with search keys except those that are insert-only."""
        for model in apps.get_models():
            if folded_fields(model) and issubclass(model, SearchableModel) and not model.insert_only:
                last: int | None = 0
                while last is not None:
                    last = atomic_with_retry(refresh_batch)(model, last)
        self.stdout.write("The search keys are up to date.")
