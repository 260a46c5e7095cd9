"""The figures as they should be: every row read, added up in Python."""

from collections import defaultdict

from accounts.models import Account
from core.money import to_text
from tests.transactions.ledger_assertions import signed
from transactions.models import Entry, Transaction
from users.models import User


def text(minor):
    return to_text(minor, "USD")


def trial_balance(before):
    """`{(kind, number): balance}`: all of the bank's own accounts, and the customers' by kind."""
    found = {(a.type, "" if a.is_customer_account else a.number): 0 for a in Account.objects.all()}
    for entry in Entry.objects.select_related("account"):
        if entry.booked_at < before:
            account = entry.account
            found[account.type, "" if account.is_customer_account else account.number] += signed(entry)
    return found


def daily_rows(since, before):
    return [
        {"day": day, "kind": kind, "count": len(amounts), "amount": text(sum(amounts))}
        for (day, kind), amounts in _amounts(since, before, lambda row: (row.booked_at.date().isoformat(), row.kind))
    ]


def cashier_rows(since, before):
    staff = dict(User.objects.exclude(role="member").values_list("pk", "full_name"))
    return [
        {"cashier": person, "name": staff[person], "kind": kind, "count": len(amounts), "amount": text(sum(amounts))}
        for (person, kind), amounts in _amounts(since, before, lambda row: (row.created_by_id, row.kind))
        if person in staff
    ]


def _amounts(since, before, key):
    amounts = defaultdict(list)
    for row in Transaction.objects.all():
        if since <= row.booked_at < before:
            amounts[key(row)].append(row.amount)
    return sorted(amounts.items())
