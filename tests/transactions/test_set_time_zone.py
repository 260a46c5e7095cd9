"""`manage.py set_time_zone`: before the first posting, and once for a bank of an earlier release."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from core import dates
from core.db.time_zone import RecordedTimeZone, recorded_time_zone, remove_recorded_time_zone, set_calendar
from tests.api_payments import deposit
from tests.bank_zone import LIMA, NAIROBI
from transactions.models import Transaction

pytestmark = pytest.mark.django_db


@pytest.fixture
def choose(settings, capsys):
    """Runs the command with a setting, as if on a new server; returns its output."""

    def run(name):
        settings.BANK_TIME_ZONE = name
        set_calendar(name, None)
        call_command("set_time_zone")
        set_calendar(name, None)
        return capsys.readouterr().out

    return run


@pytest.fixture
def old_bank(bank_zone, clock, cashier_client, account):
    """A bank of a release that did not record the zone, on 1 March at noon."""
    bank_zone("UTC")
    assert deposit(cashier_client, account, "5.00").status_code == 201
    remove_recorded_time_zone()
    for name in (NAIROBI, LIMA):
        set_calendar(name, None)


def test_zone_may_be_changed_before_the_first_posting(bank_zone, choose):
    bank_zone("UTC")

    assert choose(NAIROBI) == "The bank's days are those of Africa/Nairobi. Restart all servers.\n"
    assert recorded_time_zone() == RecordedTimeZone(NAIROBI, None, True)
    choose(LIMA)
    assert recorded_time_zone() == RecordedTimeZone(LIMA, None, True)


def test_zone_cannot_be_changed_after_the_first_posting(bank_zone, choose, cashier_client, account):
    bank_zone("UTC")
    deposit(cashier_client, account, "5.00")

    with pytest.raises(CommandError, match=r"can no longer be changed.*Set BANK_TIME_ZONE=UTC\."):
        choose(NAIROBI)
    assert recorded_time_zone() == RecordedTimeZone("UTC", None, True)
    assert not AuditEvent.objects.filter(event="time_zone_set").exists()


def test_existing_bank_chooses_its_zone_for_the_days_from_tomorrow_on(old_bank, bank_zone, choose):
    out = choose(NAIROBI)

    assert out == (
        "The bank's days are those of Africa/Nairobi from 2026-03-02 on; earlier days are UTC days. "
        "Restart all servers.\n"
    )
    assert dates.bank_day(datetime(2026, 3, 1, 23, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert dates.bank_day(datetime(2026, 3, 2, 21, 0, tzinfo=UTC)) == date(2026, 3, 3)
    event = AuditEvent.objects.get(event="time_zone_set")
    assert event.details == {
        "before": "UTC",
        "after": NAIROBI,
        "first_day": "2026-03-02",
        "command": "set_time_zone",
    }


@pytest.mark.parametrize(("time", "first_day"), [("17:59:59", "2026-03-02"), ("18:00:00", "2026-03-03")])
def test_first_day_begins_at_least_six_hours_later(old_bank, clock, choose, time, first_day):
    clock.move_to(f"2026-03-01T{time}+00:00")
    choose(NAIROBI)

    assert str(recorded_time_zone().first_day) == first_day


def test_choice_of_an_existing_bank_may_be_changed_or_taken_back_until_its_first_day(old_bank, clock, choose):
    choose(NAIROBI)
    choose(LIMA)
    assert recorded_time_zone() == RecordedTimeZone(LIMA, date(2026, 3, 2), True)
    choose("UTC")
    assert recorded_time_zone() == RecordedTimeZone()
    choose(NAIROBI)
    clock.move_to("2026-03-02T00:00:00+00:00")

    with pytest.raises(CommandError, match="Set BANK_TIME_ZONE=Africa/Nairobi"):
        choose(LIMA)
    with pytest.raises(CommandError, match="Set BANK_TIME_ZONE=Africa/Nairobi"):
        choose("UTC")


def test_running_the_command_again_changes_nothing(old_bank, clock, choose):
    first = choose(NAIROBI)
    clock.move_to("2026-03-05T00:00:00+00:00")

    assert choose(NAIROBI) == first
    assert AuditEvent.objects.filter(event="time_zone_set").count() == 1


def test_existing_bank_that_chooses_nothing_keeps_utc_days(old_bank, choose):
    assert choose("UTC") == "The bank's days are those of UTC. Restart all servers.\n"
    assert (Transaction.objects.count(), recorded_time_zone()) == (1, RecordedTimeZone())
    assert dates.today() == date(2026, 3, 1)
