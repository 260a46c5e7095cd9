"""Days of a zone: each instant belongs to one day, also where clocks change and where a bank has changed its zone."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bank_calendar import BankCalendar, named_calendar
from core.time_zones import time_zone, time_zone_names
from tests.bank_zone import AUCKLAND, LIMA, NAIROBI, ZONES

HOUR = timedelta(hours=1)
# Zones that set their clocks at midnight, over midnight or by a whole day, or are offset by minutes.
UNUSUAL = ["America/Havana", "America/Santiago", "America/St_Johns", "Africa/Cairo", "Asia/Beirut", "Asia/Kathmandu",
           "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "Etc/GMT+12", "Australia/Lord_Howe"]  # fmt: skip
EVERY_ZONE = sorted(time_zone_names())


def length(calendar, day):
    """In hours."""
    bounds = [calendar.start_of_day(each).astimezone(UTC) for each in (day, day + timedelta(days=1))]
    return (bounds[1] - bounds[0]) / HOUR


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "start"),
    [(NAIROBI, "2026-02-28T21:00"), (LIMA, "2026-03-01T05:00"), (AUCKLAND, "2026-02-28T11:00")],
)
def test_day_begins_at_local_midnight(name, start):
    calendar = named_calendar(name)

    assert calendar.start_of_day(date(2026, 3, 1)) == utc(start)
    assert calendar.day_at(utc(start)) == date(2026, 3, 1)
    assert calendar.day_at(utc(start) - timedelta(microseconds=1)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        (AUCKLAND, "2026-04-05", 25),
        (AUCKLAND, "2026-09-27", 23),
        (AUCKLAND, "2026-09-28", 24),
        ("Europe/Zurich", "2026-03-29", 23),
        ("Europe/Zurich", "2026-10-25", 25),
        ("America/Santiago", "2026-09-06", 23),  # there is no midnight: the day begins at 01:00
        ("America/Havana", "2025-11-02", 25),  # there are two midnights
        ("Pacific/Apia", "2011-12-30", 0),  # left out
    ],
)
def test_day_on_which_the_clocks_change_is_shorter_or_longer(name, day, hours):
    assert length(named_calendar(name), date.fromisoformat(day)) == hours


@given(
    name=st.sampled_from([*ZONES, *UNUSUAL]) | st.sampled_from(EVERY_ZONE),
    moment=st.integers(-2_100_000_000, 7_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    first_day=st.none() | st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    near=st.booleans(),
)
def test_every_instant_belongs_to_the_day_whose_bounds_enclose_it(name, moment, first_day, near):
    calendar = named_calendar(name, first_day)
    if first_day and near:  # within three days of the change
        moment = calendar.start_of_day(first_day) + (moment - utc("2000-01-01T00:00")) % timedelta(days=6) - 72 * HOUR
    day = calendar.day_at(moment)

    assert calendar.start_of_day(day).astimezone(UTC) <= moment
    assert moment < calendar.start_of_day(day + timedelta(days=1)).astimezone(UTC)
    assert 0 <= length(calendar, day) <= 48


@given(
    name=st.sampled_from([*ZONES, *UNUSUAL]), day=st.dates(date(1950, 1, 1), date(2100, 1, 1)), days=st.integers(0, 400)
)
def test_adding_whole_days_to_the_start_of_a_day_gives_the_start_of_another(name, day, days):
    calendar = named_calendar(name)

    moved = calendar.start_of_day(day) + timedelta(days=days)

    assert moved.astimezone(UTC) == calendar.start_of_day(day + timedelta(days=days)).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "hours", "local_day_before"),
    [(NAIROBI, 21, "2026-03-10"), (LIMA, 29, "2026-03-09"), (AUCKLAND, 11, "2026-03-10")],
)
def test_first_day_of_a_new_zone_begins_where_the_last_utc_day_ends(name, hours, local_day_before):
    first_day = date(2026, 3, 10)
    calendar = named_calendar(name, first_day)

    assert calendar.start_of_day(date(2026, 3, 9)) == utc("2026-03-09T00:00")
    assert calendar.start_of_day(first_day) == utc("2026-03-10T00:00")
    assert length(calendar, first_day) == hours
    assert length(calendar, first_day + timedelta(days=1)) == 24
    assert calendar.day_at(utc("2026-03-09T23:59:59.999999")) == date(2026, 3, 9)
    assert calendar.day_at(utc("2026-03-10T00:00")) == first_day
    assert utc("2026-03-10T00:00").astimezone(ZoneInfo(name)).date().isoformat() == local_day_before


def test_calendar_without_a_zone_has_utc_days():
    assert BankCalendar().day_at(utc("2026-03-01T23:59:59")) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "name", ["africa/nairobi", "Nairobi", "Africa", "", "../UTC", "/etc/localtime", "Factory", "UTC+3"]
)
def test_unknown_time_zone_is_refused(name):
    with pytest.raises(ValueError, match="not a time zone"):
        time_zone(name)


def test_every_named_zone_can_be_read():
    assert len(EVERY_ZONE) > 500
    for name in EVERY_ZONE:
        assert time_zone(name).key == name


def test_zones_are_read_from_the_installed_package_and_not_from_the_system(tmp_path):
    """The system has a file for Nairobi with the rules of UTC."""
    (tmp_path / "Africa").mkdir()
    utc_rules = resources.files("tzdata").joinpath("zoneinfo", "UTC").read_bytes()
    (tmp_path / "Africa" / "Nairobi").write_bytes(utc_rules)
    zoneinfo.reset_tzpath([tmp_path])
    try:
        for cache in (time_zone.cache_clear, ZoneInfo.clear_cache):
            cache()
        assert ZoneInfo(NAIROBI).utcoffset(datetime(2026, 3, 1, tzinfo=UTC)) == timedelta(0)
        assert named_calendar(NAIROBI).start_of_day(date(2026, 3, 1)) == utc("2026-02-28T21:00")
    finally:
        zoneinfo.reset_tzpath()
        ZoneInfo.clear_cache()
