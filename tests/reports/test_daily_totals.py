"""Daily transactions and cashier activity: equal results from materialized days, live counts, and both."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.clock import override_now
from core.dates import start_of_day
from tests.hashers import PASSWORD
from tests.reports import reference_reports as reference
from tests.reports.conftest import report
from tests.transactions.operations import START, Bank, create_people, run_random_operations
from transactions.ledger import daily_totals as totals
from transactions.ledger.balances import snapshot_balances
from transactions.ledger.daily_totals import totals_by_day
from transactions.models import BalanceSnapshot, DailyTotal

pytestmark = pytest.mark.django_db
DAYS = 6
PERIODS = [(0, 6), (0, 1), (2, 4), (3, 3), (3, 5), (5, 6), (-3, 12), (1, 2), (7, 9)]


def day(number):
    return (START + timedelta(days=number)).date()


@pytest.fixture
def random_bank():
    """A bank with six days of random operations."""
    bank = Bank(create_people())
    for number in range(DAYS):
        bank.moment = START.replace(hour=7) + timedelta(days=number)
        run_random_operations(bank, number + 1, 8)
    return bank


@pytest.fixture
def manager_client(random_bank, clock, signed_in):
    random_bank.people["g0"].set_password(PASSWORD)
    random_bank.people["g0"].save()
    clock.move_to(START + timedelta(days=DAYS))
    return signed_in(random_bank.people["g0"])


def assert_reports_match_the_reference(manager_client):
    for first, last in PERIODS:
        period = start_of_day(day(first)), start_of_day(day(last + 1))
        query = f"from={day(first)}&to={day(last)}"
        assert report(manager_client, "daily-transactions", query)["rows"] == reference.daily_rows(*period)
        assert report(manager_client, "cashier-activity", query)["rows"] == reference.cashier_rows(*period)


def roll_up(number):
    """Runs the nightly roll-up at 03:00 of a day."""
    with override_now(start_of_day(day(number)) + timedelta(hours=3)):
        snapshot_balances()


def test_reports_without_materialized_days_match_the_reference(manager_client):
    assert_reports_match_the_reference(manager_client)


def test_reports_with_the_first_days_materialized_match_the_reference(manager_client):
    roll_up(4)
    assert {row.day for row in DailyTotal.objects.all()} == {day(number) for number in range(4)}
    assert_reports_match_the_reference(manager_client)


@pytest.mark.slow
def test_roll_up_at_once_or_night_by_night_gives_the_same_totals(manager_client):
    for night in (1, 2, 5, 5, 6):
        roll_up(night)
        assert_reports_match_the_reference(manager_client)
    totals_before = list(
        DailyTotal.objects.order_by("day", "kind", "reverses", "staff_id").values_list("day", "kind", "count", "amount")
    )
    DailyTotal.objects.all().delete()
    BalanceSnapshot.objects.all().delete()
    roll_up(6)
    assert_reports_match_the_reference(manager_client)
    assert totals_before == list(
        DailyTotal.objects.order_by("day", "kind", "reverses", "staff_id").values_list("day", "kind", "count", "amount")
    )


def test_materialized_days_are_not_counted_again(manager_client):
    roll_up(4)
    DailyTotal.objects.filter(day=day(0), kind="deposit").update(count=1000)
    rows = report(manager_client, "daily-transactions")["rows"]
    assert rows[0]["count"] % 1000 == 0
    assert rows[0]["day"] == str(day(0))


def test_nightly_roll_up_counts_only_the_last_day(manager_client):
    roll_up(DAYS - 1)
    with CaptureQueriesContext(connection) as captured:
        roll_up(DAYS)
    count_queries = [query["sql"] for query in captured if "COUNT" in query["sql"]]
    assert len(count_queries) == 1
    assert str(day(DAYS - 1)) in count_queries[0]


def test_days_materialized_during_a_report_are_counted_once(manager_client, monkeypatch):
    """The nightly command commits between two statements of a report."""
    roll_up(2)
    rolled_up_until = totals._rolled_up_until

    def run_command_after_reading():
        rows = rolled_up_until()
        monkeypatch.setattr(totals, "_rolled_up_until", rolled_up_until)
        roll_up(5)
        return rows

    monkeypatch.setattr(totals, "_rolled_up_until", run_command_after_reading)
    period = start_of_day(day(0)), start_of_day(day(DAYS))
    rows = [(row.day.isoformat(), row.kind, row.count) for row in totals_by_day(*period)]
    assert rows == [(row["day"], row["kind"], row["count"]) for row in reference.daily_rows(*period)]
    assert BalanceSnapshot.objects.filter(before=datetime.combine(day(5), datetime.min.time(), UTC)).exists()
