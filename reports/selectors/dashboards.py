"""The dashboard of each role, with a constant number of queries."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from accounts.balances import find_till
from accounts.models import Account
from accounts.selectors import accounts_visible_to
from core.authorization.roles import Role
from core.dates import end_of_day, start_of_day, today
from core.money import MinorUnits
from loans.enums import LoanStatus
from loans.models import Loan
from loans.selectors import loans_visible_to, with_states
from reports.definitions import Period
from reports.selectors.activity import Activity, CashFlow, activity_by_type, cash_flow
from reports.selectors.loan_portfolio import AgingBucket, Arrears, aging_buckets, arrears, portfolio_at_end
from reports.selectors.summary import BankTotals, bank_totals
from transactions.enums import TransactionType
from transactions.ledger.cash import cash_held, cash_movements
from transactions.ledger.daily_totals import totals_by_day, totals_by_person
from transactions.models import Entry, Transaction
from transactions.selectors import latest_entries, latest_transaction_ids, transactions_visible_to
from users.models import User

RECENT_LIMIT = 10  # rows of each list
NEAR_THE_END = 100  # transactions by id among which the latest by time are
CHART_DAYS = 90  # days
_RUNNING = [LoanStatus.APPLIED, LoanStatus.APPROVED, LoanStatus.ACTIVE]


@dataclass(frozen=True)
class Dashboard(ABC):
    """What every dashboard has; all its amounts are of this currency."""

    role: Role
    currency: str

    @property
    @abstractmethod
    def loans_of_others(self) -> list[Loan]:
        """The loans of other people that it shows; that somebody saw them is recorded in the audit log."""


@dataclass(frozen=True)
class MemberDashboard(Dashboard):
    """Balances, latest entries, and loans with their next instalment."""

    accounts: list[Account]
    total_balance: MinorUnits
    entries: list[Entry]
    loans: list[Loan]

    @property
    def loans_of_others(self) -> list[Loan]:
        """None: all loans on it are the member's own."""
        return []


@dataclass(frozen=True)
class Till:
    """The cash that a cashier should have, and today's movements, of which the opening balance is the remainder.

    `reversed_in` and `reversed_out` are today's reversals, also those that others posted.
    """

    balance: MinorUnits
    currency: str
    opening_balance: MinorUnits = 0
    cash_in: MinorUnits = 0
    cash_out: MinorUnits = 0
    reversed_in: MinorUnits = 0
    reversed_out: MinorUnits = 0


@dataclass(frozen=True)
class CashierDashboard(Dashboard):
    """The till, today's totals at the counter, and the loans to disburse."""

    till: Till
    today: dict[TransactionType, Activity]
    latest: list[Transaction]
    to_disburse: list[Loan]

    @property
    def loans_of_others(self) -> list[Loan]:
        """The loans to disburse."""
        return self.to_disburse


@dataclass(frozen=True)
class Approvals:
    """The applications that wait for a decision: how many, and the oldest."""

    waiting: int
    loans: list[Loan]


@dataclass(frozen=True)
class Series:
    """The series of the charts."""

    days: list[CashFlow]
    portfolio_by_age: list[AgingBucket]


@dataclass(frozen=True)
class ManagerDashboard(Dashboard):
    """Totals, applications that wait for approval, arrears, and the series of the charts."""

    totals: BankTotals
    today: dict[TransactionType, Activity]
    approvals: Approvals
    arrears: Arrears
    series: Series

    @property
    def loans_of_others(self) -> list[Loan]:
        """The loans that wait for approval."""
        return self.approvals.loans


def member_dashboard(member: User) -> MemberDashboard:
    """The dashboard of a member."""
    accounts = list(accounts_visible_to(member).order_by("id"))
    return MemberDashboard(
        role=Role(member.role),
        currency=settings.BANK_CURRENCY,
        accounts=accounts,
        total_balance=sum(account.balance for account in accounts),
        entries=latest_entries(accounts, RECENT_LIMIT),
        loans=with_states(loans_visible_to(member).filter(status__in=_RUNNING).order_by("-id")[:RECENT_LIMIT]),
    )


def cashier_dashboard(cashier: User) -> CashierDashboard:
    """The dashboard of a cashier."""
    till, day = find_till(cashier), today()
    totals = totals_by_person(start_of_day(day), end_of_day(day), [cashier.pk])
    approved = loans_visible_to(cashier).filter(status=LoanStatus.APPROVED).order_by("id")[:RECENT_LIMIT]
    return CashierDashboard(
        role=Role(cashier.role),
        currency=settings.BANK_CURRENCY,
        till=_till(till, day),
        today=activity_by_type(totals),
        latest=_latest_counter_work(cashier, till),
        to_disburse=with_states(approved),
    )


def _till(account: Account | None, day: date) -> Till:
    """The till, with its movements of a day."""
    if account is None:
        return Till(0, settings.BANK_CURRENCY)
    balance = cash_held(account)
    moved = cash_movements(account, start_of_day(day), end_of_day(day))
    change = moved.cash_in - moved.cash_out + moved.reversed_in - moved.reversed_out
    return Till(balance, account.currency, opening_balance=balance - change, **vars(moved))


def _latest_counter_work(cashier: User, till: Account | None) -> list[Transaction]:
    """The latest transactions by the cashier, and those of the till that somebody else posted, such as reversals.

    By time, which ids follow only roughly.
    """
    visible = transactions_visible_to(cashier)
    found = list(visible.filter(created_by=cashier).order_by("-id")[:NEAR_THE_END])
    if till is not None:
        on_till = latest_transaction_ids(till, RECENT_LIMIT)
        found += visible.filter(pk__in=on_till).exclude(created_by=cashier)
    return sorted(found, key=lambda row: (row.booked_at, row.pk), reverse=True)[:RECENT_LIMIT]


def manager_dashboard(manager: User) -> ManagerDashboard:
    """The dashboard of a manager."""
    day = today()
    since = start_of_day(day - timedelta(days=CHART_DAYS - 1))
    period = Period(start_of_day(day), end_of_day(day))
    totals = totals_by_day(since, period.before)
    totals_today = [total for total in totals if total.day == day]
    waiting = loans_visible_to(manager).filter(status=LoanStatus.APPLIED).order_by("id")
    portfolio = portfolio_at_end(period)
    return ManagerDashboard(
        role=Role(manager.role),
        currency=settings.BANK_CURRENCY,
        totals=bank_totals(period, portfolio, totals_today),
        today=activity_by_type(totals_today),
        approvals=Approvals(waiting.count(), with_states(waiting[:RECENT_LIMIT])),
        arrears=arrears(portfolio),
        series=Series(cash_flow(totals, day, CHART_DAYS), aging_buckets(portfolio)),
    )
