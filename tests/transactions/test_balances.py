"""What the bank's own accounts hold: the latest snapshot and the entries since, which is the sum of them all."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from core.clock import override_now
from tests.transactions.ledger_assertions import signed
from tests.transactions.operations import BEGINNING, Bank, people
from transactions.ledger.balances import bank_balance, snapshot_balances
from transactions.ledger.integrity import find_inconsistency
from transactions.models import BalanceSnapshot, Entry

pytestmark = pytest.mark.django_db
DAY = 24 * 60  # minutes
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def bank():
    """100.00 paid in to the first cashier and 30.00 out on the first of March, at 9:00; 5.00 in to the second."""
    bank = Bank(people())
    for verb, actor, amount in [("deposit", "c0", 10_000), ("withdraw", "c0", 3_000), ("deposit", "c1", 500)]:
        assert bank.do(verb, actor, 0, 0, amount, 0) == "posted"
    return bank


def till(bank, cashier):
    return Account.objects.get(cashier=bank.people[cashier])


def check_sums(accounts=None):
    for account in accounts or Account.objects.filter(owner=None):
        assert bank_balance(account) == sum(map(signed, Entry.objects.filter(account=account)))


def snapshot(moment):
    with override_now(moment):
        return snapshot_balances()


def test_a_tills_balance_is_the_cash_in_it_as_a_debit(bank):
    assert bank_balance(till(bank, "c0")) == -7_000
    assert bank_balance(till(bank, "c1")) == -500
    assert bank_balance(Account.objects.get(code="vault")) == 0
    till(bank, "c0").refresh_from_db()
    assert till(bank, "c0").balance == 0, "no posting may touch the row"


def test_a_snapshot_and_the_entries_since_are_the_sum_of_all(bank):
    assert snapshot(MIDNIGHT + timedelta(hours=2)) == Account.objects.filter(owner=None).count()
    assert BalanceSnapshot.objects.get(account=till(bank, "c0")).balance == -7_000
    check_sums()
    assert bank.do("deposit", "c0", 1, 0, 42, DAY) == "posted"
    assert bank_balance(till(bank, "c0")) == -7_042
    check_sums()
    snapshot(MIDNIGHT + timedelta(days=1, hours=2))
    assert bank.do("withdraw", "c0", 1, 0, 2, DAY) == "posted"
    assert bank_balance(till(bank, "c0")) == -7_040
    check_sums()
    assert find_inconsistency() is None


def test_an_entry_on_the_stroke_of_midnight_counts_once(bank):
    bank.moment = MIDNIGHT
    assert bank.do("deposit", "c0", 0, 0, 11, 0) == "posted"
    snapshot(MIDNIGHT + timedelta(hours=2))
    assert BalanceSnapshot.objects.get(account=till(bank, "c0")).balance == -7_000
    assert bank_balance(till(bank, "c0")) == -7_011


def test_a_second_snapshot_of_the_day_takes_nothing_and_changes_nothing(bank):
    assert snapshot(MIDNIGHT + timedelta(hours=2)) > 0
    kept = list(BalanceSnapshot.objects.order_by("pk").values())
    assert snapshot(MIDNIGHT + timedelta(hours=3)) == 0
    assert list(BalanceSnapshot.objects.order_by("pk").values()) == kept


def test_in_the_first_hour_of_a_day_the_day_before_is_not_yet_settled(bank):
    """A posting that took its booking time before midnight may commit after it."""
    snapshot(MIDNIGHT + timedelta(minutes=59))
    assert {row.before for row in BalanceSnapshot.objects.all()} == {MIDNIGHT - timedelta(days=1)}
    assert bank.do("deposit", "c0", 0, 0, 1, 14 * 60) == "posted"
    assert bank.moment < MIDNIGHT
    snapshot(MIDNIGHT + timedelta(minutes=61))
    check_sums()


def test_with_a_snapshot_reading_costs_the_entries_since_and_two_queries(bank):
    assert BEGINNING < MIDNIGHT
    snapshot(MIDNIGHT + timedelta(hours=2))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert bank_balance(till(bank, "c0")) == -7_000
    asked = [query["sql"] for query in queries.captured_queries[1:]]  # the first finds the till
    assert len(asked) == 2
    assert "booked_at" in asked[1]


def test_the_command_says_how_many(bank):
    out = StringIO()
    with override_now(MIDNIGHT + timedelta(hours=2)):
        call_command("snapshot_balances", stdout=out)
        call_command("snapshot_balances", stdout=out)
    count = Account.objects.filter(owner=None).count()
    assert out.getvalue() == f"{count} snapshots taken\n0 snapshots taken\n"
