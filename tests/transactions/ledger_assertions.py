"""The books, read row by row and added up in Python: what the tests hold against what the bank says of itself."""

import contextlib

from django.db import connection

from accounts.models import Account
from core.db.migration_operations import allow, forbid
from core.money import to_text
from transactions.ledger.integrity import find_inconsistency
from transactions.models import Entry, Transaction

INSERT_ONLY = ("entries", "transactions", "audit_events")


def signed(entry):
    return entry.amount if entry.direction == "credit" else -entry.amount


def check_books():
    """Every entry in order: nothing is made or lost, and each account is what its entries say."""
    entries = list(Entry.objects.order_by("pk"))
    assert sum(map(signed, entries)) == 0
    legs = {}
    for entry in entries:
        legs.setdefault(entry.transaction_id, []).append(signed(entry))
    assert {pk: [abs(change) for change in changes] for pk, changes in legs.items()} == {
        row.pk: [row.amount] * 2 for row in Transaction.objects.all()
    }
    assert not any(map(sum, legs.values()))
    for account in Account.objects.all():
        folded = place = 0
        last = None
        for entry in (entry for entry in entries if entry.account_id == account.pk and account.is_customer_account):
            folded, place = folded + signed(entry), place + 1
            assert (entry.balance_after, entry.seq) == (folded, place)
            assert last is None or entry.booked_at >= last
            last = entry.booked_at
        assert (account.balance, account.seq, account.last_booked_at) == (folded, place, last)
        assert account.available >= 0
    assert find_inconsistency() is None


def export():
    """All accounts, transactions and entries, named by what does not depend on a database's counters."""
    accounts = {row.pk: row for row in Account.objects.select_related("owner")}
    names = {pk: _name(row) for pk, row in accounts.items()} | {None: None}
    rows = Transaction.objects.order_by("pk").prefetch_related("entries").select_related("created_by")
    places = {None: None}
    transactions = []
    for place, row in enumerate(rows):
        places[row.pk] = place
        lines = [
            [names[e.account_id], e.direction, e.amount, e.seq, e.balance_after, e.booked_at.isoformat()]
            for e in sorted(row.entries.all(), key=lambda e: e.pk)
        ]
        transactions.append(
            [row.kind, row.amount, row.currency, row.description, names[row.from_account_id], names[row.to_account_id],
             row.booked_at.isoformat(), row.value_date.isoformat(), row.created_by.email, places[row.reverses_id],
             lines]
        )  # fmt: skip
    balances = {
        names[pk]: [row.status, to_text(row.balance, row.currency), row.held, row.seq, str(row.last_booked_at)]
        for pk, row in accounts.items()
    }
    return {"accounts": dict(sorted(balances.items())), "transactions": transactions}


def _name(account):
    """The bank's own have random numbers: a code names them, and a till its cashier."""
    if account.is_customer_account:
        return account.number
    return f"till of {account.name}" if account.type == "till" else account.code


@contextlib.contextmanager
def changeable(*tables):
    """A stretch in which the database lets rows of these insert-only tables be changed. On MariaDB it commits."""
    with connection.schema_editor() as editor:
        for table in tables:
            allow(editor, table)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for table in tables:
                forbid(editor, table)


def forget():
    """Empties the insert-only tables, which Django's clean-up cannot; before it, after each test that commits."""
    with changeable(*INSERT_ONLY), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in INSERT_ONLY:
            cursor.execute(f"DELETE FROM {table}")
