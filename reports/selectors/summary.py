"""Figures of the whole bank, for the summary and for a manager's dashboard."""

from dataclasses import dataclass, fields
from typing import get_type_hints

from accounts.enums import CUSTOMER_TYPES
from accounts.selectors import count_customer_accounts
from core.money import MinorUnits
from loans.portfolio import Portfolio
from loans.selectors import count_waiting_applications
from reports.definitions import Period, ReportResult
from reports.selectors.activity import Activity, activity_by_type
from reports.selectors.loan_portfolio import portfolio_at_end
from reports.selectors.trial_balance import trial_balance
from transactions.enums import TransactionType
from transactions.ledger.daily_totals import totals_by_day
from users.selectors import count_active_members


@dataclass(frozen=True)
class BankTotals:
    """The figures at the end of a period, and what was posted in it."""

    members: int
    accounts: int
    customer_balances: MinorUnits
    loans_waiting: int
    loans_running: int
    loans_late: int
    gross_portfolio: MinorUnits
    portfolio_at_risk: MinorUnits
    deposits: int
    withdrawals: int
    transfers: int
    deposits_amount: MinorUnits
    withdrawals_amount: MinorUnits
    transfers_amount: MinorUnits


@dataclass(frozen=True)
class Figure:
    """One of the totals as a row: a count."""

    figure: str
    value: int


@dataclass(frozen=True)
class AmountFigure(Figure):
    """One of the totals as a row: an amount."""

    value: MinorUnits


def summary(period: Period) -> ReportResult[Figure, BankTotals]:
    """The report of the totals, one in each row."""
    posted = activity_by_type(totals_by_day(period.since, period.before))
    totals = bank_totals(period, portfolio_at_end(period), posted)
    types = get_type_hints(BankTotals, include_extras=True)
    rows = [
        (AmountFigure if types[field.name] == MinorUnits else Figure)(field.name, getattr(totals, field.name))
        for field in fields(totals)
    ]
    return ReportResult(rows, totals)


def bank_totals(period: Period, portfolio: Portfolio, posted: dict[TransactionType, Activity]) -> BankTotals:
    """The totals at the end of the period (now, if that is in the future).

    The portfolio is of the same day, and the transactions are those of the period.
    """
    deposits, withdrawals, transfers = (
        posted[kind] for kind in (TransactionType.DEPOSIT, TransactionType.WITHDRAWAL, TransactionType.TRANSFER)
    )
    balances = trial_balance(period.before)
    return BankTotals(
        members=count_active_members(joined_before=period.before),
        accounts=count_customer_accounts(period.before),
        customer_balances=sum(line.balance for line in balances if line.kind in CUSTOMER_TYPES),
        loans_waiting=count_waiting_applications(period.before),
        loans_running=len(portfolio.loans),
        loans_late=len(portfolio.late),
        gross_portfolio=portfolio.gross,
        portfolio_at_risk=portfolio.at_risk,
        deposits=deposits.count,
        withdrawals=withdrawals.count,
        transfers=transfers.count,
        deposits_amount=deposits.amount,
        withdrawals_amount=withdrawals.amount,
        transfers_amount=transfers.amount,
    )
