"""Records the time zone of the bank's days: once, because value dates and totals of past days are stored."""

from datetime import UTC, date, timedelta

from django.conf import settings

from audit.events import Event
from audit.services import record
from core.bank_calendar import BankCalendar
from core.client_info import SYSTEM_CLIENT
from core.clock import now
from core.db.time_zone import RecordedTimeZone, record_time_zone, recorded_time_zone, remove_recorded_time_zone
from core.db.transactions import atomic_with_retry
from transactions.models import Transaction

UTC_DAYS = BankCalendar(UTC)
# By then the servers of the release before, whose days are UTC days, have been replaced.
NOTICE = timedelta(hours=6)


class TimeZoneIsFixed(Exception):
    """The bank has postings on days of the recorded zone."""


@atomic_with_retry
def set_time_zone(*, command: str) -> RecordedTimeZone:
    """Records `BANK_TIME_ZONE` and returns what is recorded then.

    Before the first posting all days become days of the zone. A bank that had postings before zones were recorded may
    choose once: days from the next midnight (UTC) on that is at least six hours away are days of the zone, earlier ones
    stay UTC days; until then the choice may be changed. Raises TimeZoneIsFixed otherwise.
    """
    name, before = settings.BANK_TIME_ZONE, recorded_time_zone()
    if name == before.name:
        return before
    has_postings = Transaction.objects.exists()
    if has_postings and before.is_chosen and not _is_in_future(before.first_day):
        raise TimeZoneIsFixed
    if has_postings and name == RecordedTimeZone().name:  # takes back a choice
        remove_recorded_time_zone()
    else:
        record_time_zone(name, _next_day() if has_postings else None)
    after = recorded_time_zone()
    record(
        Event.TIME_ZONE_SET,
        client=SYSTEM_CLIENT,
        before=before.name,
        after=after.name,
        first_day=after.first_day and after.first_day.isoformat(),
        command=command,
    )
    return after


def _is_in_future(first_day: date | None) -> bool:
    return first_day is not None and now() < UTC_DAYS.start_of_day(first_day)


def _next_day() -> date:
    return UTC_DAYS.day_at(now() + NOTICE) + timedelta(days=1)
