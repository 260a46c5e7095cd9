"""Checks of the ledger that read every row and compute the sums in Python."""

import contextlib

from django.db import connection

from accounts.models import Account
from core.db.migration_operations import allow, forbid
from core.money import to_text
from transactions.ledger.integrity import find_inconsistency
from transactions.models import Entry, Transaction

INSERT_ONLY = ("entries", "transactions", "audit_events")


def signed_amount(entry):
    return entry.amount if entry.direction == "credit" else -entry.amount


def check_ledger():
    """Checks that debits equal credits in every transaction, and that each account matches its entries."""
    entries = list(Entry.objects.order_by("pk"))
    assert sum(map(signed_amount, entries)) == 0
    amounts = {}
    for entry in entries:
        amounts.setdefault(entry.transaction_id, []).append(signed_amount(entry))
    assert {pk: [abs(change) for change in changes] for pk, changes in amounts.items()} == {
        row.pk: [row.amount] * 2 for row in Transaction.objects.all()
    }
    assert not any(map(sum, amounts.values()))
    for account in Account.objects.all():
        balance = sequence = 0
        last_booked_at = None
        for entry in (entry for entry in entries if entry.account_id == account.pk and account.is_customer_account):
            balance, sequence = balance + signed_amount(entry), sequence + 1
            assert (entry.balance_after, entry.seq) == (balance, sequence)
            assert last_booked_at is None or entry.booked_at >= last_booked_at
            last_booked_at = entry.booked_at
        assert (account.balance, account.seq, account.last_booked_at) == (balance, sequence, last_booked_at)
        assert account.available >= 0
    assert find_inconsistency() is None


def export():
    """All accounts, transactions and entries, with names that do not depend on the ids of a database."""
    accounts = {row.pk: row for row in Account.objects.select_related("owner")}
    names = {pk: _name(row) for pk, row in accounts.items()} | {None: None}
    rows = Transaction.objects.order_by("pk").prefetch_related("entries").select_related("created_by")
    positions = {None: None}
    transactions = []
    for position, row in enumerate(rows):
        positions[row.pk] = position
        lines = [
            [names[e.account_id], e.direction, e.amount, e.seq, e.balance_after, e.booked_at.isoformat()]
            for e in sorted(row.entries.all(), key=lambda e: e.pk)
        ]
        transactions.append(
            [row.kind, row.amount, row.currency, row.description, names[row.from_account_id], names[row.to_account_id],
             row.booked_at.isoformat(), row.value_date.isoformat(), row.created_by.email, positions[row.reverses_id],
             lines]
        )  # fmt: skip
    balances = {
        names[pk]: [row.status, to_text(row.balance, row.currency), row.held, row.seq, str(row.last_booked_at)]
        for pk, row in accounts.items()
    }
    return {"accounts": dict(sorted(balances.items())), "transactions": transactions}


def _name(account):
    """Bank accounts have random numbers and are named by their code, tills by their cashier."""
    if account.is_customer_account:
        return account.number
    return f"till of {account.name}" if account.type == "till" else account.code


@contextlib.contextmanager
def allow_changes(*tables):
    """Context manager that allows changes of these insert-only tables. On MariaDB it commits."""
    with connection.schema_editor() as editor:
        for table in tables:
            allow(editor, table)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for table in tables:
                forbid(editor, table)


def empty_insert_only_tables():
    """Empties the insert-only tables, which Django's flush cannot. Call it after each test that commits."""
    with allow_changes(*INSERT_ONLY), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in INSERT_ONLY:
            cursor.execute(f"DELETE FROM {table}")
