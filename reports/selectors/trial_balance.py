"""The trial balance: every account of the bank, the customers' by type.

One statement over accounts, entries and snapshots, so that all balances are of one moment and sum to zero. An account
that was opened later has no line; those that every bank has from its installation on always have one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.enums import CUSTOMER_TYPES, AccountType
from core.clock import now
from core.money import MinorUnits
from reports.definitions import Period, ReportResult

_CUSTOMERS = ", ".join(f"'{kind.value}'" for kind in CUSTOMER_TYPES)
_INSTALLED = ", ".join(
    f"'{kind.value}'"
    for kind in (
        AccountType.VAULT,
        AccountType.LOANS_RECEIVABLE,
        AccountType.INTEREST_INCOME,
        AccountType.FEE_INCOME,
        AccountType.WRITE_OFFS,
        AccountType.EQUITY,
    )
)  # by accounts/migrations/0002_chart.py
_OPEN = f"CASE WHEN a.type IN ({_INSTALLED}) OR a.opened_at < %s THEN 1 ELSE 0 END"
# The latest snapshot of each of the bank's own accounts; what is read here never changes.
_SNAPSHOTS = """
SELECT s.account_id, s.before, s.balance FROM balance_snapshots s
JOIN (
    SELECT y.account_id, MAX(y.before) AS latest FROM balance_snapshots y WHERE y.before <= %s GROUP BY y.account_id
) x ON x.account_id = s.account_id AND x.latest = s.before
"""
# The bounds are constants: a range of the index, where those of a join would read all entries of a till.
_SINCE = f"""
SELECT a.type, a.number, a.name, %s + COALESCE((
    SELECT SUM(CASE WHEN e.direction = 'credit' THEN e.amount ELSE -e.amount END)
    FROM entries e WHERE e.account_id = %s AND e.booked_at >= %s AND e.booked_at < %s), 0) AS balance, {_OPEN}
FROM accounts a WHERE a.id = %s
"""  # noqa: S608
_WITHOUT_SNAPSHOT = f"""
SELECT a.type, a.number, a.name, COALESCE((
    SELECT SUM(CASE WHEN e.direction = 'credit' THEN e.amount ELSE -e.amount END)
    FROM entries e WHERE e.account_id = a.id AND e.booked_at < %s), 0) AS balance,
    {_OPEN}
FROM accounts a WHERE a.type NOT IN ({_CUSTOMERS}) AND a.id NOT IN ({{}})
"""  # noqa: S608 (kinds and places only)
_CUSTOMERS_NOW = f"""
SELECT a.type, '', '', SUM(a.balance) AS balance, 1 FROM accounts a WHERE a.type IN ({_CUSTOMERS}) GROUP BY a.type
"""  # noqa: S608
# MAX by group is one seek for each account; ORDER BY … LIMIT 1 in a subquery would read its entries from the last on.
_CUSTOMERS_THEN = f"""
SELECT a.type, '', '', SUM(COALESCE(e.balance_after, 0)) AS balance,
    CASE WHEN MIN(a.opened_at) < %s THEN 1 ELSE 0 END
FROM accounts a
LEFT JOIN (SELECT account_id, MAX(booked_at) AS latest FROM entries WHERE booked_at < %s GROUP BY account_id) m
    ON m.account_id = a.id
LEFT JOIN entries e ON e.account_id = a.id AND e.booked_at = m.latest
LEFT JOIN entries later ON later.account_id = a.id AND later.booked_at = e.booked_at AND later.id > e.id
WHERE a.type IN ({_CUSTOMERS}) AND later.id IS NULL GROUP BY a.type
"""  # noqa: S608
_END_OF_TIME = datetime(9999, 12, 31)  # noqa: DTZ001 (as the database compares it)


@dataclass(frozen=True)
class LedgerBalance:
    """The balance of one account, or of all customers' accounts of one type: credits less debits."""

    kind: AccountType
    number: str
    name: str
    balance: MinorUnits


@dataclass(frozen=True)
class TrialBalanceLine:
    """One line; a balance of zero is on neither side."""

    kind: AccountType
    account: str
    name: str
    debit: MinorUnits | None
    credit: MinorUnits | None


@dataclass(frozen=True)
class TrialBalanceTotals:
    """The sum of each side; the difference is zero."""

    debit: MinorUnits
    credit: MinorUnits
    difference: MinorUnits


def trial_balance_report(period: Period) -> ReportResult[TrialBalanceLine, TrialBalanceTotals]:
    """The report at the end of the period."""
    balances = trial_balance(period.before)
    lines = [
        TrialBalanceLine(
            kind=line.kind,
            account=line.number,
            name=line.name or f"Customers, {line.kind.label.lower()}",
            debit=-line.balance if line.balance < 0 else None,
            credit=line.balance if line.balance > 0 else None,
        )
        for line in balances
    ]
    debits, credits_ = sum(line.debit or 0 for line in lines), sum(line.credit or 0 for line in lines)
    return ReportResult(lines, TrialBalanceTotals(debit=debits, credit=credits_, difference=credits_ - debits))


def trial_balance(before: datetime) -> list[LedgerBalance]:
    """The balances of all accounts before a moment, or now if that is in the future. They sum to zero.

    Now is all that is booked, whatever its time: a posting may fall on midnight, or another server's clock be ahead.
    """
    past = before <= now()
    moment: Any = connection.ops.adapt_datetimefield_value(before)
    end = moment if past else str(_END_OF_TIME)
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOTS, [moment])
        parts, values, seen = [], list[Any](), [0]
        for account_id, since, balance in cursor.fetchall():
            parts.append(_SINCE)
            values += [balance, account_id, since, end, end, account_id]
            seen.append(account_id)
        parts += [_WITHOUT_SNAPSHOT.format(", ".join(["%s"] * len(seen))), _CUSTOMERS_THEN if past else _CUSTOMERS_NOW]
        values += [end, end, *seen, *([end, end] if past else [])]
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    lines = [
        LedgerBalance(AccountType(kind), number, name, int(balance))
        for kind, number, name, balance, is_open in rows
        if is_open or balance
    ]
    return sorted(lines, key=lambda line: (list(AccountType).index(line.kind), line.number))
