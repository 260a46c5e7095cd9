"""Columns of transactions and entries on the staff site."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from core.admin.columns import (
    NOTHING,
    WARNING,
    account_text,
    amount_column,
    badge,
    column,
    link_text,
    person_column,
)
from transactions.enums import Direction
from transactions.models import Entry, Transaction

CREATED_BY = person_column("created_by", is_linked=False)  # cashiers do not see other staff
AMOUNT = amount_column("amount", lambda row: (row.amount, row.currency))


def reversal_of(row: Transaction) -> Transaction | None:
    """The transaction that reverses this one."""
    return getattr(row, "reversed_by", None)


def status_text(row: Transaction) -> str:
    """A badge: posted, reversed, or a reversal; with a link to the other transaction."""
    reversal = reversal_of(row)
    if reversal is not None:
        return _with_other(badge("Reversed", WARNING), "by", reversal.pk)
    if row.reverses_id is not None:
        return _with_other(badge("Reversal", WARNING), "of", row.reverses_id)
    return badge("Posted")


def _with_other(shown: str, word: str, number: int) -> str:
    other = link_text(reverse("admin:transactions_transaction_change", args=[number]), f"{word} No. {number}")
    return format_html('<span class="bank-marked">{} {}</span>', shown, other)


STATUS = column("status", status_text, name="status_badge")


def _side(row: Transaction, direction: Direction) -> str:
    """The accounts that the entries debit or credit; a customer's account leads to its page."""
    accounts = [entry.account for entry in row.entries.all() if entry.direction == direction]
    lines = ((account_text(account, is_linked=account.is_customer_account),) for account in accounts)
    return format_html_join("", '<span class="bank-account">{}</span>', lines) or NOTHING


FROM = column("from", lambda row: _side(row, Direction.DEBIT), name="from_account")
TO = column("to", lambda row: _side(row, Direction.CREDIT), name="to_account")


def _transaction_link(entry: Entry) -> str:
    address = reverse("admin:transactions_transaction_change", args=[entry.transaction_id])
    return link_text(address, str(entry.transaction))


ENTRY_TRANSACTION = column("transaction", _transaction_link, ordering="transaction")
ENTRY_STATUS = column("status", lambda entry: status_text(entry.transaction), name="status_badge")
ENTRY_AMOUNT = amount_column("amount", lambda entry: (entry.amount, entry.transaction.currency))
BALANCE_AFTER = amount_column(
    "balance after",
    lambda entry: None if entry.balance_after is None else (entry.balance_after, entry.transaction.currency),
)

DESCRIPTION = column("description", lambda entry: entry.transaction.description or NOTHING)
