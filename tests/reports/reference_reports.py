"""Reference implementation of the reports, computed in Python from all rows."""

from collections import defaultdict

from accounts.models import Account
from core.money import to_text
from tests.transactions.ledger_assertions import signed_amount
from transactions.models import Entry, Transaction
from users.models import User

INSTALLED = {"vault", "loans_receivable", "interest_income", "fee_income", "write_offs", "equity"}


def amount_text(minor):
    return to_text(minor, "USD")


def trial_balance(before):
    """`{(type, number): balance}`: one row per bank account, and one per type of customer account, without a number.

    Tills and types of customer accounts that were opened later have none.
    """

    def is_open(account):
        return account.code in INSTALLED or account.opened_at < before

    balances = {(a.type, "" if a.is_customer_account else a.number): 0 for a in Account.objects.all() if is_open(a)}
    for entry in Entry.objects.select_related("account"):
        if entry.booked_at < before:
            account = entry.account
            key = account.type, "" if account.is_customer_account else account.number
            balances[key] = balances.get(key, 0) + signed_amount(entry)
    return balances


def daily_rows(since, before):
    return [
        {"day": day, "kind": kind, "count": len(amounts), "amount": amount_text(sum(amounts)), "reverses": reverses}
        for (day, kind, reverses), amounts in _amounts(
            since, before, lambda row: (row.booked_at.date().isoformat(), row.kind, _reverses(row))
        )
    ]


def cashier_rows(since, before):
    staff = dict(User.objects.exclude(role="member").values_list("pk", "full_name"))
    return [
        {
            "cashier": person,
            "name": staff[person],
            "kind": kind,
            "count": len(amounts),
            "amount": amount_text(sum(amounts)),
            "reverses": reverses,
        }
        for (person, kind, reverses), amounts in _amounts(
            since, before, lambda row: (row.created_by_id, row.kind, _reverses(row))
        )
        if person in staff
    ]


def _reverses(row):
    return row.reverses.kind if row.reverses else ""


def _amounts(since, before, key):
    amounts = defaultdict(list)
    for row in Transaction.objects.all():
        if since <= row.booked_at < before:
            amounts[key(row)].append(row.amount)
    return sorted(amounts.items())
