"""Balances of the bank's own accounts: the latest snapshot and the entries since; their rows are not updated."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Case, F, Max, OuterRef, Q, Subquery, Sum, When

from accounts.enums import DEBIT_TYPES
from accounts.models import Account
from accounts.selectors import bank_accounts
from core.clock import now
from core.dates import bank_day, start_of_day
from core.db.clock import check_clock, database_time
from core.db.transactions import atomic_with_retry
from transactions.enums import Direction
from transactions.ledger.daily_totals import roll_up_daily_totals
from transactions.models import BalanceSnapshot, Entry

SETTLED_AFTER = timedelta(hours=1)  # by then every posting of a day has committed or failed

CREDITS = Sum(Case(When(direction=Direction.CREDIT, then=F("amount")), default=-F("amount")))


def bank_balance(account: Account, before: datetime | None = None) -> int:
    """Credits less debits on one of the bank's own accounts, in minor units, now or before a moment.

    Two queries, however old the account is. The balance at the moment of a snapshot is computed from the snapshot
    before it.
    """
    snapshots, entries = BalanceSnapshot.objects.filter(account=account), Entry.objects.filter(account=account)
    if before is not None:
        snapshots, entries = snapshots.filter(before__lt=before), entries.filter(booked_at__lt=before)
    snapshot = snapshots.order_by("-before").first()
    if snapshot is not None:
        entries = entries.filter(booked_at__gte=snapshot.before)
    since: int = entries.aggregate(total=CREDITS)["total"] or 0
    return since + (snapshot.balance if snapshot else 0)


def bank_balances(accounts: Collection[Account]) -> dict[int, int]:
    """The same of several accounts, now and by id. Two queries, however many they are."""
    if not accounts:
        return {}
    latest = BalanceSnapshot.objects.filter(account=OuterRef("account")).values("account")
    snapshots = BalanceSnapshot.objects.filter(account__in=accounts).filter(
        before=Subquery(latest.annotate(latest=Max("before")).values("latest"))
    )
    held = {account.pk: 0 for account in accounts}
    bounds: dict[datetime | None, set[int]] = {None: set(held)}
    for snapshot in snapshots:
        held[snapshot.account_id] = snapshot.balance
        bounds[None].remove(snapshot.account_id)
        bounds.setdefault(snapshot.before, set()).add(snapshot.account_id)
    since = [
        Q(account__in=ids) if bound is None else Q(account__in=ids, booked_at__gte=bound)
        for bound, ids in bounds.items()
        if ids
    ]
    entries = Entry.objects.filter(reduce(or_, since)).order_by().values_list("account").annotate(total=CREDITS)
    for account_id, total in entries:
        held[account_id] += int(total)
    return held


def shown_balances(accounts: Collection[Account]) -> dict[int, int]:
    """The same with the sign that accountants expect: of cash, loans and expenses, debits less credits."""
    balances = bank_balances(accounts)
    return {account.pk: balances[account.pk] * (-1 if account.type in DEBIT_TYPES else 1) for account in accounts}


@atomic_with_retry
def snapshot_balances() -> int:
    """Stores the balance of each of the bank's own accounts at the start of the day; returns how many were new.

    Stores the totals of the days before, too. Safe at any time and twice at once: each snapshot is taken once, of days
    without a running posting. Raises ClockError, because a clock that is ahead would store totals of an unfinished day.
    """
    check_clock(database_time())
    before = start_of_day(bank_day(now() - SETTLED_AFTER))
    taken = set(BalanceSnapshot.objects.filter(before=before).values_list("account_id", flat=True))
    # In ascending order: each row of a snapshot waits for payments out of its till (`transactions.ledger.cash`).
    accounts = [account for account in bank_accounts().order_by("pk") if account.pk not in taken]
    rows = [
        BalanceSnapshot(account=account, before=before, balance=bank_balance(account, before)) for account in accounts
    ]
    roll_up_daily_totals(before)
    BalanceSnapshot.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
