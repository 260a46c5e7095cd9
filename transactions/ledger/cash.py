"""The cash in tills and the vault: how much they hold, and the check that they pay out no more than that.

Only a posting that pays out cash locks the till or the vault, after the accounts of customers. A posting that takes
cash in has no lock of its own: its entry refers to the account, so that the database makes it wait for the end of a
payment out of the same till, and the other way round (docs/adr/0013-locks-on-tills.md).
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Case, Sum, When

from accounts import balances
from accounts.enums import AccountType
from accounts.models import Account
from core.db.clock import check_clock
from core.money import to_text
from transactions.enums import Direction
from transactions.exceptions import TillInsufficient, VaultInsufficient
from transactions.models import Entry

Change = tuple[Account, int]  # of the cash in a till or the vault: positive for cash that comes in

# One statement, because the till is locked meanwhile. Its bound is a constant for the optimizer: a range of the index.
_CREDITS = """
SELECT COALESCE((
    SELECT s.balance FROM balance_snapshots s WHERE s.account_id = %s ORDER BY s.before DESC LIMIT 1), 0)
+ COALESCE((
    SELECT SUM(CASE WHEN e.direction = 'credit' THEN e.amount ELSE -e.amount END) FROM entries e
    WHERE e.account_id = %s AND e.booked_at >= COALESCE((
        SELECT MAX(s.before) FROM balance_snapshots s WHERE s.account_id = %s), '1000-01-01')), 0)
"""


def cash_held(account: Account) -> int:
    """The cash that a till or the vault holds, in minor units; exact while the account is locked."""
    with connection.cursor() as cursor:
        cursor.execute(_CREDITS, [account.pk] * 3)
        return -int(cursor.fetchone()[0])


@dataclass(frozen=True)
class CashMovements:
    """The cash that came into a till and went out of it in a period, with reversals apart."""

    cash_in: int = 0
    cash_out: int = 0
    reversed_in: int = 0  # by reversals of payments out of the till
    reversed_out: int = 0  # by reversals of payments into it


def cash_movements(account: Account, since: datetime, before: datetime) -> CashMovements:
    """The movements of a till or the vault in a period, in minor units."""
    is_reversal = Case(When(transaction__reverses__isnull=False, then=True), default=False)
    entries = Entry.objects.filter(account=account, booked_at__gte=since, booked_at__lt=before).order_by()
    names = {
        (Direction.DEBIT, False): "cash_in",
        (Direction.CREDIT, False): "cash_out",
        (Direction.DEBIT, True): "reversed_in",
        (Direction.CREDIT, True): "reversed_out",
    }
    rows = entries.values_list("direction", is_reversal).annotate(total=Sum("amount"))
    return CashMovements(**{names[Direction(direction), bool(reversal)]: int(n) for direction, reversal, n in rows})


def lock_cash(changes: Sequence[Change], locked: Container[int]) -> dict[int, Account]:
    """The tills and the vault of a posting that pays out cash, locked unless they are already; otherwise none.

    All of them in one statement and in ascending order of ids: also one that takes cash in, because its entry waits for
    a payment out of it. Raises ClockError where this server's clock differs from the database's.
    """
    if all(change > 0 for _, change in changes):
        return {}
    ids = {account.pk for account, _ in changes if account.pk not in locked}
    rows = balances.lock_accounts(ids)  # guard: cash-lock
    if rows:
        check_clock(max(row.read_at for row in rows))
    return {row.pk: row for row in rows}


def check_cash(changes: Sequence[Change]) -> None:
    """Checks that each till and the vault holds what it pays out. Raises TillInsufficient, VaultInsufficient."""
    for account, change in changes:
        if change < 0:
            held = cash_held(account)
            if held + change < 0:
                error = VaultInsufficient if account.type == AccountType.VAULT else TillInsufficient
                raise error(details={"available": to_text(max(held, 0), account.currency)})
