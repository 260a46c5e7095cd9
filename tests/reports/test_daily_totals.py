"""Daily transactions and cashier activity: the same whether days were kept, or are counted, or some of both."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.clock import override_now
from core.dates import start_of_day
from tests.hashers import PASSWORD
from tests.reports import reference_reports as brute
from tests.reports.conftest import report
from tests.transactions.operations import BEGINNING, Bank, at_random, people
from transactions.ledger import daily_totals as totals
from transactions.ledger.balances import snapshot_balances
from transactions.ledger.daily_totals import totals_by_day
from transactions.models import BalanceSnapshot, DailyTotal

pytestmark = pytest.mark.django_db
DAYS = 6
PERIODS = [(0, 6), (0, 1), (2, 4), (3, 3), (3, 5), (5, 6), (-3, 12), (1, 2), (7, 9)]


def day(number):
    return (BEGINNING + timedelta(days=number)).date()


@pytest.fixture
def busy():
    """Six days of random operations; the first cashier is one of two."""
    bank = Bank(people())
    for number in range(DAYS):
        bank.moment = BEGINNING.replace(hour=7) + timedelta(days=number)
        at_random(bank, number + 1, 8)
    return bank


@pytest.fixture
def manager_client(busy, clock, signed_in):
    busy.people["g0"].set_password(PASSWORD)
    busy.people["g0"].save()
    clock.move_to(BEGINNING + timedelta(days=DAYS))
    return signed_in(busy.people["g0"])


def check(office):
    for first, last in PERIODS:
        period = start_of_day(day(first)), start_of_day(day(last + 1))
        query = f"from={day(first)}&to={day(last)}"
        assert report(office, "daily-transactions", query)["rows"] == brute.daily_rows(*period)
        assert report(office, "cashier-activity", query)["rows"] == brute.cashier_rows(*period)


def keep(number):
    """The nightly command, in the small hours of a day."""
    with override_now(start_of_day(day(number)) + timedelta(hours=3)):
        snapshot_balances()


def test_with_nothing_kept_all_is_counted(manager_client):
    check(manager_client)


def test_with_the_first_days_kept_the_others_are_counted(manager_client):
    keep(4)
    assert {row.day for row in DailyTotal.objects.all()} == {day(number) for number in range(4)}
    check(manager_client)


def test_kept_at_once_or_night_by_night_with_one_left_out_it_is_the_same(manager_client):
    for night in (1, 2, 5, 5, 6):
        keep(night)
        check(manager_client)
    kept = list(DailyTotal.objects.order_by("day", "kind", "staff_id").values_list("day", "kind", "count", "amount"))
    DailyTotal.objects.all().delete()
    BalanceSnapshot.objects.all().delete()
    keep(6)
    check(manager_client)
    assert kept == list(
        DailyTotal.objects.order_by("day", "kind", "staff_id").values_list("day", "kind", "count", "amount")
    )


def test_what_is_kept_is_read_not_counted_again(manager_client):
    keep(4)
    DailyTotal.objects.filter(day=day(0), kind="deposit").update(count=1000)
    rows = report(manager_client, "daily-transactions")["rows"]
    assert rows[0]["count"] % 1000 == 0
    assert rows[0]["day"] == str(day(0))


def test_a_night_counts_its_day_alone(manager_client):
    keep(DAYS - 1)
    with CaptureQueriesContext(connection) as captured:
        keep(DAYS)
    counted = [query["sql"] for query in captured if "COUNT" in query["sql"]]
    assert len(counted) == 1
    assert str(day(DAYS - 1)) in counted[0]


def test_days_that_are_kept_while_a_report_is_read_count_once(manager_client, monkeypatch):
    """The nightly command commits between two statements of the report."""
    keep(2)
    real = totals._rolled_up_until

    def then_the_command_runs():
        found = real()
        monkeypatch.setattr(totals, "_rolled_up_until", real)
        keep(5)
        return found

    monkeypatch.setattr(totals, "_rolled_up_until", then_the_command_runs)
    period = start_of_day(day(0)), start_of_day(day(DAYS))
    found = [(row.day.isoformat(), row.kind, row.count) for row in totals_by_day(*period)]
    assert found == [(row["day"], row["kind"], row["count"]) for row in brute.daily_rows(*period)]
    assert BalanceSnapshot.objects.filter(before=datetime.combine(day(5), datetime.min.time(), UTC)).exists()
