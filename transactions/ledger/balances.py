"""Balances of the bank's own accounts: the latest snapshot and the entries since; their rows are not updated."""

from datetime import datetime, timedelta

from django.db.models import Case, F, Sum, When

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

_CREDITS = Sum(Case(When(direction=Direction.CREDIT, then=F("amount")), default=-F("amount")))


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
    since: int = entries.aggregate(total=_CREDITS)["total"] or 0
    return since + (snapshot.balance if snapshot else 0)


@atomic_with_retry
def snapshot_balances() -> int:
    """Stores the balance of each of the bank's own accounts at the start of the day; returns how many were new.

    Stores the totals of the days before, too. Safe at any time and twice at once: each snapshot is taken once, of days
    without a running posting. Raises ClockError, because a clock that is ahead would store totals of an unfinished day.
    """
    check_clock(database_time())
    before = start_of_day(bank_day(now() - SETTLED_AFTER))
    taken = set(BalanceSnapshot.objects.filter(before=before).values_list("account_id", flat=True))
    accounts = [account for account in bank_accounts() if account.pk not in taken]
    rows = [
        BalanceSnapshot(account=account, before=before, balance=bank_balance(account, before)) for account in accounts
    ]
    roll_up_daily_totals(before)
    BalanceSnapshot.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
