"""Checks that the snapshots of the bank's own accounts are the sums of their entries.

Each entry is read once for all snapshots of its account: entries are added up by the periods between snapshots.
"""

from datetime import UTC, datetime

from accounts.models import Account
from accounts.selectors import bank_accounts
from core.db.buckets import bucket_number
from transactions.ledger.balances import CREDITS
from transactions.models import BalanceSnapshot, Entry

PERIODS = 300  # in one query
_BEFORE_ALL = datetime(1900, 1, 1, tzinfo=UTC)


def find_wrong_snapshot() -> str | None:
    """A message about the first snapshot that is not the sum of the entries before it; None where there is none."""
    for account in bank_accounts().order_by("pk"):
        before = _first_wrong(account)
        if before is not None:
            return f"Account {account.number} of the bank: its snapshot of {before} is not the sum of its entries."
    return None


def _first_wrong(account: Account) -> datetime | None:
    snapshots = list(BalanceSnapshot.objects.filter(account=account).order_by("before"))
    since, balance = _BEFORE_ALL, 0
    for first in range(0, len(snapshots), PERIODS):
        batch = snapshots[first : first + PERIODS]
        starts = [since, *(snapshot.before for snapshot in batch[:-1])]
        sums = _sums(account, starts, batch[-1].before)
        for number, snapshot in enumerate(batch):
            balance += sums.get(number, 0)
            if snapshot.balance != balance:
                return snapshot.before
        since = batch[-1].before
    return None


def _sums(account: Account, starts: list[datetime], before: datetime) -> dict[int, int]:
    """By the number of a period, the credits less debits in it; the last period ends before a moment."""
    entries = Entry.objects.filter(account=account, booked_at__gte=starts[0], booked_at__lt=before).order_by()
    rows = entries.annotate(period=bucket_number("booked_at", starts)).values_list("period").annotate(total=CREDITS)
    return {number: int(total or 0) for number, total in rows}
