"""Figures of the whole bank, for the summary and for a manager's dashboard."""

from dataclasses import dataclass, fields
from typing import get_type_hints

from accounts.enums import CUSTOMER_TYPES
from accounts.selectors import count_customer_accounts
from core.money import MinorUnits
from loans.portfolio import Portfolio
from loans.selectors import count_waiting_applications
from reports.definitions import Period, ReportResult
from reports.selectors.activity import activity_by_type, reversed_by_type
from reports.selectors.loan_portfolio import portfolio_at_end
from reports.selectors.trial_balance import trial_balance
from transactions.enums import TransactionType
from transactions.ledger.daily_totals import DayTotal, totals_by_day
from users.selectors import count_active_members

_KINDS = (TransactionType.DEPOSIT, TransactionType.WITHDRAWAL, TransactionType.TRANSFER)


@dataclass(frozen=True)
class BankTotals:
    """The figures at the end of a period, what was posted in it, and what was reversed in it, whenever posted."""

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
    deposits_reversed: int
    withdrawals_reversed: int
    transfers_reversed: int
    deposits_reversed_amount: MinorUnits
    withdrawals_reversed_amount: MinorUnits
    transfers_reversed_amount: MinorUnits


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
    totals = bank_totals(period, portfolio_at_end(period), totals_by_day(period.since, period.before))
    types = get_type_hints(BankTotals, include_extras=True)
    rows = [
        (AmountFigure if types[field.name] == MinorUnits else Figure)(field.name, getattr(totals, field.name))
        for field in fields(totals)
    ]
    return ReportResult(rows, totals)


def bank_totals(period: Period, portfolio: Portfolio, totals: list[DayTotal]) -> BankTotals:
    """The totals at the end of the period (now, if that is in the future).

    The portfolio is of the same day, and the totals are those of the period.
    """
    posted, reversals = activity_by_type(totals), reversed_by_type(totals)
    deposits, withdrawals, transfers = (posted[kind] for kind in _KINDS)
    reversed_deposits, reversed_withdrawals, reversed_transfers = (reversals[kind] for kind in _KINDS)
    balances = trial_balance(period.before)
    return BankTotals(
        members=count_active_members(before=period.before),
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
        deposits_reversed=reversed_deposits.count,
        withdrawals_reversed=reversed_withdrawals.count,
        transfers_reversed=reversed_transfers.count,
        deposits_reversed_amount=reversed_deposits.amount,
        withdrawals_reversed_amount=reversed_withdrawals.amount,
        transfers_reversed_amount=reversed_transfers.amount,
    )
