"""`verify_ledger` reports a consistent ledger, or the first inconsistency of any kind with exit status 1."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from core.clock import override_now
from tests.transactions.ledger_assertions import allow_changes, empty_insert_only_tables
from tests.transactions.operations import Bank, create_people
from transactions.ledger.balances import snapshot_balances

# With real commits, because MariaDB commits when triggers are dropped.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _empty_ledger(transactional_db):
    yield
    empty_insert_only_tables()


@pytest.fixture
def bank():
    """Two days of transactions on two accounts, and a snapshot between them."""
    bank = Bank(create_people())
    for day in range(2):
        for operation, actor, first, second, amount in [
            ("deposit", "c0", 0, 0, 10_000),
            ("deposit", "c1", 2, 0, 5_000),
            ("transfer", "m0", 0, 2, 1_234),
            ("withdraw", "c0", 0, 0, 100),
            ("reverse", "g0", 0, 0, 0),
        ]:
            assert bank.run(operation, actor, first, second, amount, 5) == "posted"
        bank.moment = bank.moment.replace(day=bank.moment.day + 1)
        if day == 0:
            with override_now(bank.moment):
                snapshot_balances()
    return bank


def verify():
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    return out.getvalue()


def corrupt(sql, *values):
    with allow_changes("entries", "transactions"), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1, "no row was changed"


def test_consistent_ledger_is_reported_with_the_numbers_of_rows(bank):
    assert re.fullmatch(r"The ledger is consistent: 13 accounts, 10 transactions, 20 entries\.\n", verify())


def test_ledger_without_transactions_is_consistent():
    assert "0 transactions, 0 entries" in verify()


FIRST, LAST = "(SELECT id FROM (SELECT MIN(id) AS id FROM {0}) x)", "(SELECT id FROM (SELECT MAX(id) AS id FROM {0}) x)"
TILL_ENTRY = "(SELECT id FROM (SELECT MIN(id) AS id FROM entries WHERE seq IS NULL) x)"
# The second entry of account 0, of its transfer.
MIDDLE = "(SELECT id FROM (SELECT MIN(id) AS id FROM entries WHERE amount = 1234) x)"
ACCOUNT = "number = '300000000083'"
CORRUPTIONS = {
    "an entry with a wrong amount": (
        f"UPDATE entries SET amount = amount + 1 WHERE id = {FIRST.format('entries')}",
        r"Transaction \d+: its entries do not sum to zero and to its amount\.",
    ),
    "an entry with the wrong direction": (
        f"UPDATE entries SET direction = 'debit' WHERE id = {FIRST.format('entries')}",
        r"Transaction \d+: its entries do not sum to zero and to its amount\.",
    ),
    "a missing entry of a till": (
        f"DELETE FROM entries WHERE id = {TILL_ENTRY}",
        r"Transaction \d+: its entries do not sum to zero and to its amount\.",
    ),
    "a transaction with a wrong amount": (
        f"UPDATE transactions SET amount = amount + 1 WHERE id = {LAST.format('transactions')}",
        r"Transaction \d+: its entries do not sum to zero and to its amount\.",
    ),
    "a wrong running balance": (
        f"UPDATE entries SET balance_after = balance_after + 1 WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ breaks the running balance or the count\.",
    ),
    "a gap in the sequence numbers": (
        f"UPDATE entries SET seq = 99 WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ breaks the running balance or the count\.",
    ),
    "a customer's entry without a sequence number": (
        f"UPDATE entries SET seq = NULL WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ breaks the running balance or the count\.",
    ),
    "a customer's entry without a running balance": (
        f"UPDATE entries SET balance_after = NULL WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ breaks the running balance or the count\.",
    ),
    "a balance that differs from its entries": (
        f"UPDATE accounts SET balance = balance + 1 WHERE {ACCOUNT}",
        r"Account 300000000083: its balance is not that of its entries\.",
    ),
    "a sequence number above the number of entries": (
        f"UPDATE accounts SET seq = seq + 1 WHERE {ACCOUNT}",
        r"Account 300000000083: its balance is not that of its entries\.",
    ),
    "a sequence number below the number of entries": (
        f"UPDATE accounts SET seq = seq - 1 WHERE {ACCOUNT}",
        r"Account 300000000083: its balance is not that of its entries\.",
    ),
    "a balance without entries": (
        "UPDATE accounts SET balance = 1 WHERE number = '300000000471'",
        r"Account 300000000471: its balance is not that of its entries\.",
    ),
    "a sequence number without entries": (
        "UPDATE accounts SET seq = 1 WHERE number = '300000000471'",
        r"Account 300000000471: its balance is not that of its entries\.",
    ),
    "a balance stored in the row of the vault": (
        "UPDATE accounts SET balance = 1 WHERE code = 'vault'",
        r"Account \d{12} of the bank: its row keeps a balance, which must come from entries alone\.",
    ),
    "a wrong snapshot balance": (
        f"UPDATE balance_snapshots SET balance = balance + 1 WHERE id = {LAST.format('balance_snapshots')}",
        r"Account \d{12} of the bank: its snapshot of .+ is not the sum of its entries\.",
    ),
    "an entry moved to a time after its snapshot": (
        f"UPDATE entries SET booked_at = '2026-04-01 00:00:00' WHERE id = {TILL_ENTRY}",
        r"Account \d{12} of the bank: its snapshot of .+ is not the sum of its entries\.",
    ),
    "a booking time before that of the entry before": (
        f"UPDATE entries SET booked_at = '2020-01-01 00:00:00' WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ has an earlier booking time or a lower transaction .+",
    ),
    "a wrong stored total": (
        f"UPDATE daily_activity SET count = count + 1 WHERE id = {FIRST.format('daily_activity')}",
        r"Stored total of 2026-\d\d-\d\d, \w+, user \d+: it is not that of the transactions\.",
    ),
    "a missing stored total": (
        f"DELETE FROM daily_activity WHERE id = {FIRST.format('daily_activity')}",
        r"Stored total of 2026-\d\d-\d\d, \w+, user \d+: it is not that of the transactions\.",
    ),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_inconsistency_is_reported_with_exit_status_1(bank, name):
    sql, message = CORRUPTIONS[name]
    corrupt(sql)
    with pytest.raises(CommandError) as error:
        verify()
    assert re.fullmatch(message, str(error.value)), str(error.value)
    assert error.value.returncode == 1


def test_transactions_that_do_not_rise_along_the_entries_of_an_account_are_reported(bank):
    first, second = bank.posted[0], bank.posted[5]  # deposits of one amount into one account, on two days
    with allow_changes("entries"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE entries SET transaction_id = CASE transaction_id WHEN %s THEN %s ELSE %s END "
            "WHERE transaction_id IN (%s, %s)",
            [first, second, first, first, second],
        )
    with pytest.raises(CommandError, match=r"entry \d+ has an earlier booking time or a lower transaction"):
        verify()


def test_first_of_two_inconsistencies_is_reported(bank):
    first, second = bank.posted[1], bank.posted[4]
    for transaction_id in (second, first):
        corrupt("UPDATE transactions SET amount = amount + 1 WHERE id = %s", transaction_id)
    with pytest.raises(CommandError, match=f"^Transaction {first}:"):
        verify()


def test_inconsistency_beyond_the_first_batch_is_reported(bank, monkeypatch):
    monkeypatch.setattr("transactions.ledger.integrity.BATCH", 3)
    assert "is consistent" in verify()
    corrupt("UPDATE transactions SET amount = amount + 1 WHERE id = %s", bank.posted[-1])
    with pytest.raises(CommandError, match=f"^Transaction {bank.posted[-1]}:"):
        verify()


def test_triggers_prevent_corruption_of_the_ledger(bank):
    for table in ("entries", "transactions"):
        with pytest.raises(Error, match=f"{table} is insert-only"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET amount = amount + 1")
