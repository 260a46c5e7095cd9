"""When a posting is booked: never later than the database's time, and never before an account's latest entry."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import Account
from core.clock import now, whole_seconds
from core.db.clock import check_clock, database_time, is_within_limit
from core.exceptions import ClockError, Unavailable

MAX_WAIT = 3600  # seconds; the longest `Retry-After` of an account whose latest entry lies in the future


def booking_time(locked: Iterable[Account]) -> datetime:
    """The booking time of a posting on these accounts, which `ledger` has locked after it compared the clocks.

    So booking times never decrease along an account's `seq`, and a statement has all entries of its days. Raises
    ClockError, or Unavailable, for an account whose latest entry lies in the database's future.
    """
    accounts = list(locked)
    if not accounts:  # only the bank's own accounts, which are not locked
        moment = database_time()
        check_clock(moment)
        return min(now(), moment)
    moment = max(account.read_at for account in accounts)
    return max(
        [min(now(), moment), *(_latest_entry(account, moment) for account in accounts if account.last_booked_at)]
    )


def _latest_entry(account: Account, moment: datetime) -> datetime:
    """The account's latest booking time, if it does not lie in the future.

    If it does, because a clock was wrong, the next entry would have to lie in the future, too, and so would those of
    the other account of each transfer.
    """
    latest = account.last_booked_at or moment
    ahead = latest - moment
    if ahead > timedelta(0):
        raise (Unavailable if is_within_limit(ahead) else ClockError)(
            reason=f"account {account.number} has an entry of {latest.isoformat()}, which is later than the database's "
            f"time {moment.isoformat()}",
            retry_after=min(whole_seconds(ahead.total_seconds()), MAX_WAIT),
        )
    return latest
