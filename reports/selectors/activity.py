"""What was posted: by type, by day and type, and by cashier and type."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.money import MinorUnits
from reports.definitions import Period, ReportResult
from transactions.enums import TransactionType
from transactions.ledger.daily_totals import DayTotal, PersonTotal, totals_by_day, totals_by_person
from transactions.ledger.selectors import counter_staff_names


@dataclass(frozen=True)
class Activity:
    """The number of transactions of one type, and their amount."""

    count: int
    amount: MinorUnits


@dataclass(frozen=True)
class TransactionCount:
    """How many transactions there are in all rows."""

    count: int


@dataclass(frozen=True)
class CashierActivity:
    """What one person posted of one type; `reverses` is the type of what reversals have reversed."""

    cashier: int
    name: str
    kind: str
    count: int
    amount: MinorUnits
    reverses: str | None


@dataclass(frozen=True)
class CashierCount:
    """How many people posted something."""

    cashiers: int


@dataclass(frozen=True)
class CashFlow:
    """What was paid in and out on one day."""

    day: date
    deposits: MinorUnits
    withdrawals: MinorUnits


def daily_transactions(period: Period) -> ReportResult[DayTotal, TransactionCount]:
    """The report of all transactions by day and type."""
    totals = totals_by_day(period.since, period.before)
    return ReportResult(totals, TransactionCount(sum(total.count for total in totals)))


def cashier_activity(period: Period) -> ReportResult[CashierActivity, CashierCount]:
    """The report of what everybody posted while at the counter, with the names at the end of the period."""
    names = counter_staff_names(period.before)
    rows = [
        CashierActivity(row.created_by_id, names[row.created_by_id], row.kind, row.count, row.amount, row.reverses)
        for row in totals_by_person(period.since, period.before, names)
    ]
    return ReportResult(rows, CashierCount(len({row.cashier for row in rows})))


def activity_by_type(totals: Iterable[DayTotal | PersonTotal]) -> dict[TransactionType, Activity]:
    """The sums of the totals, with every type."""
    return _sum_by_type((total.kind, total) for total in totals)


def reversed_by_type(totals: Iterable[DayTotal]) -> dict[TransactionType, Activity]:
    """What was reversed, by the type of the reversed transactions, with every type."""
    return _sum_by_type((total.reverses, total) for total in totals if total.reverses is not None)


def _sum_by_type(totals: Iterable[tuple[str, DayTotal | PersonTotal]]) -> dict[TransactionType, Activity]:
    sums = {kind: Activity(0, 0) for kind in TransactionType}
    for name, total in totals:
        kind = TransactionType(name)
        sums[kind] = Activity(sums[kind].count + total.count, sums[kind].amount + total.amount)
    return sums


def cash_flow(totals: Iterable[DayTotal], last: date, days: int) -> list[CashFlow]:
    """Deposits and withdrawals of each of the days up to the last, including days without a posting."""
    amounts = {(total.day, total.kind): total.amount for total in totals}
    return [
        CashFlow(
            day=day,
            deposits=amounts.get((day, TransactionType.DEPOSIT.value), 0),
            withdrawals=amounts.get((day, TransactionType.WITHDRAWAL.value), 0),
        )
        for day in (last - timedelta(days=back) for back in reversed(range(days)))
    ]
