"""Statements without a database."""

from datetime import UTC, datetime, timedelta

from accounts.models import Account
from transactions.enums import TransactionType
from transactions.models import Entry, Transaction
from transactions.statements.selectors import Statement
from users.models import User

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONG_DESCRIPTION = ("Rent for the flat in March, and what was left of February; " * 4)[:200]


def rotated(text, places):
    """The text that begins at another of its characters, so that few entries have the same lines."""
    start = places % len(text)
    return text[start:] + text[:start]


def build_statement(count, *, description=LONG_DESCRIPTION, currency="USD", amount=1_000_00, balance=5_00):
    """A statement of `count` transfers."""
    account, counterparty = (
        Account(pk=pk, number=f"10000000{pk:04}", type="savings", currency=currency) for pk in (1, 2)
    )
    account.owner = User(full_name="Maria Member")
    fields = {
        "kind": TransactionType.TRANSFER,
        "amount": amount,
        "currency": currency,
        "from_account": account,
    }
    rows = [
        Transaction(
            pk=pk, to_account=counterparty, value_date=MOMENT.date(), description=rotated(description, pk), **fields
        )
        for pk in range(count)
    ]
    entries = [
        Entry(
            transaction=row, account=account, direction="debit", amount=amount, balance_after=balance, booked_at=MOMENT
        )
        for row in rows
    ]
    for entry in entries:
        entry.counterparty_holder = "Matthew Member"
    totals = {
        "opening_balance": balance,
        "closing_balance": balance,
        "total_credits": 0,
        "total_debits": amount * count,
    }
    return Statement(account=account, since=MOMENT, before=MOMENT + timedelta(days=31), entries=entries, **totals)
