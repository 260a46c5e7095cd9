"""`verify_ledger` says that the ledger is consistent; for each way to break it, it says where, and exits with 1."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from core.clock import override_now
from tests.transactions.ledger_assertions import changeable, forget
from tests.transactions.operations import Bank, people
from transactions.ledger.balances import snapshot_balances

# With real commits, for MariaDB commits when triggers are dropped.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forgotten(transactional_db):
    yield
    forget()


@pytest.fixture
def bank():
    """Two days of movements on three accounts, and a snapshot between them."""
    bank = Bank(people())
    for day in range(2):
        for verb, actor, first, second, amount in [
            ("deposit", "c0", 0, 0, 10_000),
            ("deposit", "c1", 2, 0, 5_000),
            ("transfer", "m0", 0, 2, 1_234),
            ("withdraw", "c0", 0, 0, 100),
            ("reverse", "g0", 0, 0, 0),
        ]:
            assert bank.do(verb, actor, first, second, amount, 5) == "posted"
        bank.moment = bank.moment.replace(day=bank.moment.day + 1)
        if day == 0:
            with override_now(bank.moment):
                snapshot_balances()
    return bank


def verify():
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    return out.getvalue()


def run(sql, *values):
    with changeable("entries", "transactions"), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1, "the break was not made"


def test_consistent_ledger_is_reported_with_the_numbers_of_rows(bank):
    assert re.fullmatch(r"The ledger is consistent: 13 accounts, 10 transactions, 20 entries\.\n", verify())


def test_ledger_without_transactions_is_consistent():
    assert "0 transactions, 0 entries" in verify()


FIRST, LAST = "(SELECT id FROM (SELECT MIN(id) AS id FROM {0}) x)", "(SELECT id FROM (SELECT MAX(id) AS id FROM {0}) x)"
TILL_ENTRY = "(SELECT id FROM (SELECT MIN(id) AS id FROM entries WHERE seq IS NULL) x)"
# An entry of account 0 in the middle: its transfer.
MIDDLE = "(SELECT id FROM (SELECT MIN(id) AS id FROM entries WHERE amount = 1234) x)"
ACCOUNT = "number = '300000000083'"
BREAKS = {
    "an entry of another amount": (
        f"UPDATE entries SET amount = amount + 1 WHERE id = {FIRST.format('entries')}",
        r"Transaction \d+: its entries do not sum to zero and to its amount\.",
    ),
    "an entry on the other side": (
        f"UPDATE entries SET direction = 'debit' WHERE id = {FIRST.format('entries')}",
        r"Transaction \d+: its entries do not sum to zero and to its amount\.",
    ),
    "a lost entry of a till": (
        f"DELETE FROM entries WHERE id = {TILL_ENTRY}",
        r"Transaction \d+: its entries do not sum to zero and to its amount\.",
    ),
    "a transaction of another amount": (
        f"UPDATE transactions SET amount = amount + 1 WHERE id = {LAST.format('transactions')}",
        r"Transaction \d+: its entries do not sum to zero and to its amount\.",
    ),
    "a running balance that is not the sum": (
        f"UPDATE entries SET balance_after = balance_after + 1 WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ breaks the running balance or the count\.",
    ),
    "a gap in the count": (
        f"UPDATE entries SET seq = 99 WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ breaks the running balance or the count\.",
    ),
    "an entry of a customer that is not counted": (
        f"UPDATE entries SET seq = NULL WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ breaks the running balance or the count\.",
    ),
    "a customer's entry without a running balance": (
        f"UPDATE entries SET balance_after = NULL WHERE id = {MIDDLE}",
        r"Account 300000000083: entry \d+ breaks the running balance or the count\.",
    ),
    "a balance that is not the entries'": (
        f"UPDATE accounts SET balance = balance + 1 WHERE {ACCOUNT}",
        r"Account 300000000083: its balance is not that of its entries\.",
    ),
    "an account that counts an entry more": (
        f"UPDATE accounts SET seq = seq + 1 WHERE {ACCOUNT}",
        r"Account 300000000083: its balance is not that of its entries\.",
    ),
    "an account that counts an entry less": (
        f"UPDATE accounts SET seq = seq - 1 WHERE {ACCOUNT}",
        r"Account 300000000083: its balance is not that of its entries\.",
    ),
    "an account without entries and with a balance": (
        "UPDATE accounts SET balance = 1 WHERE number = '300000000471'",
        r"Account 300000000471: its balance is not that of its entries\.",
    ),
    "a balance kept in the row of the vault": (
        "UPDATE accounts SET balance = 1 WHERE code = 'vault'",
        r"Account \d{12} of the bank: its row keeps a balance, which must come from entries alone\.",
    ),
    "a snapshot that is not the sum": (
        f"UPDATE balance_snapshots SET balance = balance + 1 WHERE id = {LAST.format('balance_snapshots')}",
        r"Account \d{12} of the bank: its snapshot of .+ is not the sum of its entries\.",
    ),
    "an entry that was moved behind a snapshot": (
        f"UPDATE entries SET booked_at = '2026-04-01 00:00:00' WHERE id = {TILL_ENTRY}",
        r"Account \d{12} of the bank: its snapshot of .+ is not the sum of its entries\.",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_it_is_reported_and_the_command_exits_with_1(bank, name):
    sql, sentence = BREAKS[name]
    run(sql)
    with pytest.raises(CommandError) as reported:
        verify()
    assert re.fullmatch(sentence, str(reported.value)), str(reported.value)
    assert reported.value.returncode == 1


def test_of_two_breaks_the_first_is_named(bank):
    first, second = bank.posted[1], bank.posted[4]
    for broken in (second, first):
        run("UPDATE transactions SET amount = amount + 1 WHERE id = %s", broken)
    with pytest.raises(CommandError, match=f"^Transaction {first}:"):
        verify()


def test_a_break_beyond_the_first_batch_is_found(bank, monkeypatch):
    monkeypatch.setattr("transactions.ledger.integrity.BATCH", 3)
    assert "is consistent" in verify()
    run("UPDATE transactions SET amount = amount + 1 WHERE id = %s", bank.posted[-1])
    with pytest.raises(CommandError, match=f"^Transaction {bank.posted[-1]}:"):
        verify()


def test_nobody_breaks_them_without_taking_the_triggers_off(bank):
    for table in ("entries", "transactions"):
        with pytest.raises(Error, match=f"{table} is insert-only"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET amount = amount + 1")
