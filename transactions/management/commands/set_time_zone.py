"""`manage.py set_time_zone`: records `BANK_TIME_ZONE` as the zone of the bank's days."""

from typing import Any

from django.core.management.base import CommandError

from core.db.time_zone import recorded_time_zone
from core.management.base import DatabaseCommand
from transactions.ledger.time_zone import TimeZoneIsFixed, set_time_zone


class Command(DatabaseCommand):
    """Safe to run again: a zone that is recorded already stays as it is."""

    help = (
        "Records BANK_TIME_ZONE as the time zone of the bank's days. Possible before the first posting, and once for a "
        "bank that had postings before this release: its earlier days stay UTC days."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints from which day on the zone applies. Raises CommandError where it can no longer be changed."""
        try:
            recorded = set_time_zone(command="set_time_zone")
        except TimeZoneIsFixed as exc:
            raise CommandError(
                "The bank's time zone can no longer be changed: there are postings on its days. "
                f"Set BANK_TIME_ZONE={recorded_time_zone().name}."
            ) from exc
        since = f" from {recorded.first_day} on; earlier days are UTC days" if recorded.first_day else ""
        self.stdout.write(f"The bank's days are those of {recorded.name}{since}. Restart all servers.")
