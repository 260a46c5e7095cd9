"""Writes the positions of loans that servers of an earlier release have posted during an upgrade."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from loans.missing_positions import fill_missing_positions


class Command(BaseCommand):
    """Run it once after the last server has been restarted."""

    help = "Write what past portfolios need of loans that a server of an earlier release has posted."

    def handle(self, **_options: object) -> None:
        """Says how many loans missed something."""
        with transaction.atomic():
            count = fill_missing_positions(apps)
        self.stdout.write(f"Positions were written for {count} loans.")
