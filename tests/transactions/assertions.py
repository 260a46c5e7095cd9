"""Helpers that read responses and ledger tables."""

from audit.models import AuditEvent
from core.models import IdempotencyKey
from transactions.models import Entry, Transaction


def status_and_code(response):
    """Status and code of an error."""
    return response.status_code, response.json()["code"]


def row_counts():
    """The numbers of transactions, entries, keys and audit rows, without the audit rows of rejected payments."""
    counts = [model.objects.count() for model in (Transaction, Entry, IdempotencyKey)]
    return [*counts, AuditEvent.objects.exclude(event="payment_refused").count()]


def entries_of_transaction(transaction_id):
    """The entries of a transaction as written: account type, direction, minor units, seq, balance after."""
    rows = Entry.objects.filter(transaction_id=transaction_id).order_by("id").select_related("account")
    return [(row.account.type, row.direction, row.amount, row.seq, row.balance_after) for row in rows]


def list_entries(browser, number):
    """An account's entries, newest first."""
    response = browser.get(f"/api/accounts/{number}/entries/")
    assert response.status_code == 200, response.content
    return response.json()["results"]
