"""Checks in the database that the ledger is consistent: each check finds the first row that is not.

Each check is one statement that joins entries with transactions or accounts: both sides must be of one moment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max

from accounts.enums import CASH_TYPES, CUSTOMER_TYPES
from accounts.selectors import bank_accounts, last_account_id
from core.db.clock import database_time
from transactions.ledger.balances import bank_balances
from transactions.ledger.stored_balances import find_wrong_snapshot
from transactions.ledger.stored_totals import find_wrong_total
from transactions.models import Entry, Transaction

BATCH = 20_000  # ids in one query of a check
_IDS = "BETWEEN %(low)s AND %(high)s"
_SIGNED = "CASE WHEN e.direction = 'credit' THEN e.amount ELSE -e.amount END"
_CREDITED = "SUM(CASE WHEN e.direction = 'credit' THEN e.amount ELSE 0 END)"
_CUSTOMERS = ", ".join(f"'{kind.value}'" for kind in CUSTOMER_TYPES)
_WRONG_BALANCE = (
    "(e.seq IS NULL OR e.balance_after IS NULL OR (p.id IS NULL AND e.seq <> 1) "
    f"OR e.balance_after <> COALESCE(p.balance_after, 0) + {_SIGNED})"
)


@dataclass(frozen=True)
class IntegrityCheck:
    """Finds `(id, …)` of the first inconsistent row between two ids; `message` describes the error."""

    of: str
    message: str
    sql: str


CHECKS = [
    IntegrityCheck(
        "transactions",
        # A payoff may refund prepaid interest, so that the credits exceed the amount.
        "Transaction {0}: its entries do not sum to zero and to its amount.",
        f"SELECT t.id, {_CREDITED} AS credited FROM transactions t LEFT JOIN entries e ON e.transaction_id = t.id "  # noqa: S608
        f"WHERE t.id {_IDS} GROUP BY t.id, t.amount, t.kind HAVING COUNT(e.id) < 2 OR SUM(e.amount) <> 2 * credited "
        "OR credited < t.amount OR (credited > t.amount AND t.kind NOT IN ('loan_repayment', 'reversal')) "
        "ORDER BY t.id LIMIT 1",
    ),
    IntegrityCheck(
        "accounts",
        "Account {1}: entry {2} {3}.",
        # Each entry beside the one before it. Window functions take twenty times as long on MariaDB.
        f"SELECT a.id, a.number, e.id, CASE WHEN {_WRONG_BALANCE} THEN 'breaks the running balance or the count' "  # noqa: S608
        "ELSE 'has an earlier booking time or a lower transaction than the entry before it' END "
        "FROM accounts a JOIN entries e ON e.account_id = a.id "
        "LEFT JOIN entries p ON p.account_id = e.account_id AND p.seq = e.seq - 1 "
        f"WHERE a.type IN ({_CUSTOMERS}) AND a.id {_IDS} AND ({_WRONG_BALANCE} OR e.booked_at < p.booked_at "
        "OR e.transaction_id < p.transaction_id) ORDER BY a.id, e.seq LIMIT 1",
    ),
    IntegrityCheck(
        "accounts",
        "Account {1}: its balance is not that of its entries.",
        "SELECT a.id, a.number FROM accounts a LEFT JOIN entries e ON e.account_id = a.id AND e.seq = a.seq "  # noqa: S608
        f"WHERE a.type IN ({_CUSTOMERS}) AND a.id {_IDS} AND (a.balance <> COALESCE(e.balance_after, 0) "
        "OR (e.id IS NULL AND a.seq <> 0) OR EXISTS (SELECT 1 FROM entries l WHERE l.account_id = a.id "
        "AND l.seq > a.seq)) ORDER BY a.id LIMIT 1",
    ),
    IntegrityCheck(
        "accounts",
        "Account {1} of the bank: its row keeps a balance, which must come from entries alone.",
        f"SELECT a.id, a.number FROM accounts a WHERE a.type NOT IN ({_CUSTOMERS}) "  # noqa: S608
        f"AND a.id {_IDS} AND (a.balance <> 0 OR a.seq <> 0) ORDER BY a.id LIMIT 1",
    ),
]


_further: list[Callable[[], str | None]] = []


def register_check(check: Callable[[], str | None]) -> None:
    """Registers a check of a higher app: a message about the first inconsistency between its rows and the ledger."""
    if check not in _further:
        _further.append(check)


def find_inconsistency() -> str | None:
    """A message about the first inconsistency; None where the ledger is consistent."""
    last = {
        "transactions": Transaction.objects.aggregate(last=Max("pk"))["last"] or 0,
        "accounts": last_account_id(),
    }
    for check in CHECKS:
        for low, high in _ranges(last[check.of]):
            with connection.cursor() as cursor:
                cursor.execute(check.sql, {"low": low, "high": high})
                found = cursor.fetchone()
            if found:
                return check.message.format(*found)
    found = (
        find_wrong_snapshot() or _overdrawn_cash() or _in_future(database_time()) or _unbalanced() or find_wrong_total()
    )
    return found or next((message for check in _further if (message := check()) is not None), None)


def _overdrawn_cash() -> str | None:
    """From the snapshots, which have been checked, and the entries since."""
    accounts = {account.pk: account for account in bank_accounts().filter(type__in=CASH_TYPES).order_by("pk")}
    held = bank_balances(accounts.values())  # credits less debits: cash is a debit
    overdrawn = next((account for pk, account in accounts.items() if held[pk] > 0), None)
    if overdrawn is None:
        return None
    return (
        f"Account {overdrawn.number} of the bank: it has paid out more cash than it held. "
        "A till is funded by `manage.py fund_tills`."
    )


def _in_future(moment: datetime) -> str | None:
    """Bookings of a server whose clock was ahead: new ones must wait for them (`transactions.ledger.booking_time`)."""
    later = Transaction.objects.filter(booked_at__gt=moment).order_by("pk").first()
    if later is not None:
        return (
            f"Transaction {later.pk}: it is booked at {later.booked_at.isoformat()}, later than the database's time "
            f"{moment.isoformat()}."
        )
    entry = Entry.objects.filter(booked_at__gt=moment).select_related("account").order_by("pk").first()
    if entry is None:
        return None
    return f"Account {entry.account.number}: entry {entry.pk} is booked later than the database's time."


def _ranges(last: int) -> Iterator[tuple[int, int]]:
    for low in range(1, last + 1, BATCH):
        yield low, low + BATCH - 1


def _unbalanced() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(SUM({_SIGNED}), 0) FROM entries e")  # noqa: S608
        total = cursor.fetchone()[0]
    return f"All entries together sum to {total}, not to zero." if total else None
