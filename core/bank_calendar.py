"""Days of a time zone: their bounds, and the day of an instant."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from core.time_zones import time_zone

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BankCalendar:
    """The days of a bank.

    Days before `first_day` are UTC days, for a bank that has chosen its zone later. `first_day` begins when the UTC day
    before it ends, so that each instant belongs to one day; it has up to 14 hours less or 12 hours more than others.
    """

    zone: tzinfo = UTC
    first_day: date | None = None  # None: all days are days of the zone

    def start_of_day(self, day: date) -> datetime:
        """The first instant of the day.

        It is in the zone of the day: adding or subtracting whole days gives the start of another day, also over a
        change of the clocks. Where the clocks skip midnight, the day begins at the time to which they are set; where
        they repeat it, at the first midnight.
        """
        is_utc = self.first_day is not None and day <= self.first_day
        return datetime.combine(day, time(), UTC if is_utc else self.zone)

    def day_at(self, moment: datetime) -> date:
        """The day that contains the instant: from `start_of_day` to before that of the next day."""
        moment = moment.astimezone(UTC)  # two times of one zone would be compared by the clock
        day = moment.astimezone(self.zone).date()
        # The date on the clock differs on the days around `first_day`, and where clocks are set back over midnight.
        if moment < self.start_of_day(day):
            return day - _ONE_DAY
        return day + _ONE_DAY if moment >= self.start_of_day(day + _ONE_DAY) else day


def named_calendar(name: str, first_day: date | None = None) -> BankCalendar:
    """The calendar of a zone. Raises ValueError for an unknown name."""
    return BankCalendar(time_zone(name), first_day)
