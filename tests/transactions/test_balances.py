"""Balances of the bank's accounts: the latest snapshot plus the later entries equals the sum of all entries."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from core.clock import override_now
from tests.transactions.ledger_assertions import signed_amount
from tests.transactions.operations import START, Bank, create_people
from transactions.ledger.balances import bank_balance, snapshot_balances
from transactions.ledger.integrity import find_inconsistency
from transactions.models import BalanceSnapshot, Entry

pytestmark = pytest.mark.django_db
DAY = 24 * 60  # minutes
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def bank():
    """A bank with a deposit of 100.00 and a withdrawal of 30.00 by one cashier, and a deposit of 5.00 by another."""
    bank = Bank(create_people())
    for operation, actor, amount in [("deposit", "c0", 10_000), ("withdraw", "c0", 3_000), ("deposit", "c1", 500)]:
        assert bank.run(operation, actor, 0, 0, amount, 0) == "posted"
    return bank


def till(bank, cashier):
    return Account.objects.get(cashier=bank.people[cashier])


def assert_balances_equal_entries(accounts=None):
    for account in accounts or Account.objects.filter(owner=None):
        assert bank_balance(account) == sum(map(signed_amount, Entry.objects.filter(account=account)))


def snapshot(moment):
    with override_now(moment):
        return snapshot_balances()


def test_balance_of_a_till_is_its_cash_as_a_debit(bank):
    assert bank_balance(till(bank, "c0")) == -7_000
    assert bank_balance(till(bank, "c1")) == -500
    assert bank_balance(Account.objects.get(code="vault")) == 0
    till(bank, "c0").refresh_from_db()
    assert till(bank, "c0").balance == 0, "no posting may touch the row"


def test_snapshot_plus_later_entries_equals_the_sum_of_all_entries(bank):
    assert snapshot(MIDNIGHT + timedelta(hours=2)) == Account.objects.filter(owner=None).count()
    assert BalanceSnapshot.objects.get(account=till(bank, "c0")).balance == -7_000
    assert_balances_equal_entries()
    assert bank.run("deposit", "c0", 1, 0, 42, DAY) == "posted"
    assert bank_balance(till(bank, "c0")) == -7_042
    assert_balances_equal_entries()
    snapshot(MIDNIGHT + timedelta(days=1, hours=2))
    assert bank.run("withdraw", "c0", 1, 0, 2, DAY) == "posted"
    assert bank_balance(till(bank, "c0")) == -7_040
    assert_balances_equal_entries()
    assert find_inconsistency() is None


def test_entry_booked_at_midnight_counts_once(bank):
    bank.moment = MIDNIGHT
    assert bank.run("deposit", "c0", 0, 0, 11, 0) == "posted"
    snapshot(MIDNIGHT + timedelta(hours=2))
    assert BalanceSnapshot.objects.get(account=till(bank, "c0")).balance == -7_000
    assert bank_balance(till(bank, "c0")) == -7_011


def test_second_snapshot_of_a_day_writes_nothing(bank):
    assert snapshot(MIDNIGHT + timedelta(hours=2)) > 0
    snapshots = list(BalanceSnapshot.objects.order_by("pk").values())
    assert snapshot(MIDNIGHT + timedelta(hours=3)) == 0
    assert list(BalanceSnapshot.objects.order_by("pk").values()) == snapshots


def test_snapshot_in_the_first_hour_of_a_day_excludes_the_previous_day(bank):
    """A posting booked before midnight may be committed after midnight."""
    snapshot(MIDNIGHT + timedelta(minutes=59))
    assert {row.before for row in BalanceSnapshot.objects.all()} == {MIDNIGHT - timedelta(days=1)}
    assert bank.run("deposit", "c0", 0, 0, 1, 14 * 60) == "posted"
    assert bank.moment < MIDNIGHT
    snapshot(MIDNIGHT + timedelta(minutes=61))
    assert_balances_equal_entries()


def test_reading_a_balance_with_a_snapshot_runs_two_queries(bank):
    assert START < MIDNIGHT
    snapshot(MIDNIGHT + timedelta(hours=2))
    with CaptureQueriesContext(connection) as queries:
        assert bank_balance(till(bank, "c0")) == -7_000
    statements = [query["sql"] for query in queries.captured_queries[1:]]  # the first finds the till
    assert len(statements) == 2
    assert "booked_at" in statements[1]


def test_snapshot_command_prints_the_number_of_snapshots(bank):
    out = StringIO()
    with override_now(MIDNIGHT + timedelta(hours=2)):
        call_command("snapshot_balances", stdout=out)
        call_command("snapshot_balances", stdout=out)
    count = Account.objects.filter(owner=None).count()
    assert out.getvalue() == f"{count} snapshots taken\n0 snapshots taken\n"
