"""Writes the versions of users whom servers of an earlier release have inserted or changed during an upgrade."""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import transaction

from users.missing_versions import fill_missing_versions


class Command(BaseCommand):
    """Run it once after the last server has been restarted."""

    help = "Write what reports of past days need of users whom a server of an earlier release has changed."

    def handle(self, **_options: object) -> None:
        """Says how many users missed something."""
        with transaction.atomic():
            count = fill_missing_versions(apps)
        self.stdout.write(f"Versions were written for {count} users.")
