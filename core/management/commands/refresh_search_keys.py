"""Computes search keys anew where a text was changed past the models, or by an older version of the portal."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from core.db.search import SearchableModel, folded_fields
from core.db.search_keys import refresh_batch
from core.db.transactions import atomic_with_retry


class Command(BaseCommand):
    """May run at any time, and twice."""

    help = "Computes the search keys of people, accounts, loans and products anew where they are missing or outdated."

    def handle(self, *args: Any, **options: Any) -> None:
        """Every table with search keys, but those whose rows never change."""
        for model in apps.get_models():
            if folded_fields(model) and issubclass(model, SearchableModel) and not model.insert_only:
                last: int | None = 0
                while last is not None:
                    last = atomic_with_retry(refresh_batch)(model, last)
        self.stdout.write("The search keys are up to date.")
