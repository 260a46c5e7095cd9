"""The dashboard of each role, with a constant number of queries. Amounts become text here."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from accounts.balances import find_till
from accounts.selectors import accounts_visible_to
from accounts.serializers import AccountSerializer
from core.dates import end_of_day, start_of_day, today
from core.money import to_text
from loans.enums import LoanStatus
from loans.portfolio import Portfolio
from loans.selectors import loans_visible_to
from loans.serializers import LoanSerializer
from reports.selectors.summary import by_type, summary_of
from transactions.enums import TransactionType
from transactions.ledger.balances import bank_balance
from transactions.ledger.daily_totals import DayTotal, PersonTotal, totals_by_day, totals_by_person
from transactions.selectors import entries_of_accounts, transactions_visible_to
from transactions.serializers import EntrySerializer, TransactionSerializer
from users.models import User

RECENT_LIMIT = 10  # rows of each list
CHART_DAYS = 90  # days
_RUNNING = [LoanStatus.APPLIED, LoanStatus.APPROVED, LoanStatus.ACTIVE]


def member_dashboard(member: User) -> dict[str, Any]:
    """Balances, latest entries, and loans with their next instalment."""
    accounts = list(accounts_visible_to(member).order_by("id"))
    entries = entries_of_accounts(accounts)[:RECENT_LIMIT]
    loans = loans_visible_to(member).filter(status__in=_RUNNING).order_by("-id")[:RECENT_LIMIT]
    return {
        "accounts": AccountSerializer(accounts, many=True).data,
        "total_balance": _money(sum(account.balance for account in accounts)),
        "entries": [{"account": entry.account.number, **EntrySerializer(entry).data} for entry in entries],
        "loans": LoanSerializer(loans, many=True).data,
    }


def cashier_dashboard(cashier: User) -> dict[str, Any]:
    """The till, today's totals at the counter, and the loans to disburse."""
    till = find_till(cashier)
    totals = totals_by_person(start_of_day(today()), end_of_day(today()), [cashier.pk])
    latest = transactions_visible_to(cashier).filter(created_by=cashier).order_by("-id")[:RECENT_LIMIT]
    waiting = loans_visible_to(cashier).filter(status=LoanStatus.APPROVED).order_by("id")[:RECENT_LIMIT]
    return {
        "till": {"balance": _money(-bank_balance(till) if till else 0), "currency": settings.BANK_CURRENCY},
        "today": _work(totals),
        "latest": TransactionSerializer(latest, many=True).data,
        "to_disburse": LoanSerializer(waiting, many=True).data,
    }


def manager_dashboard(manager: User) -> dict[str, Any]:
    """Totals, applications that wait for approval, arrears, and the series of the charts."""
    day = today()
    totals = totals_by_day(start_of_day(day - timedelta(days=CHART_DAYS - 1)), end_of_day(day))
    waiting = loans_visible_to(manager).filter(status=LoanStatus.APPLIED).order_by("id")
    facts = summary_of(start_of_day(day), end_of_day(day))
    return {
        "totals": {n: _money(v) if n in facts.amounts else v for n, v in facts.figures.items()},
        "today": _work([total for total in totals if total.day == day]),
        "approvals": {"waiting": waiting.count(), "loans": LoanSerializer(waiting[:RECENT_LIMIT], many=True).data},
        "arrears": _arrears(facts.portfolio),
        "series": {"days": _days(totals, day), "portfolio_by_age": _ages(facts.portfolio)},
    }


def _work(totals: Iterable[DayTotal | PersonTotal]) -> dict[str, dict[str, Any]]:
    return {kind.value: {"count": count, "amount": _money(amount)} for kind, (count, amount) in by_type(totals).items()}


def _arrears(portfolio: Portfolio) -> dict[str, Any]:
    return {
        "loans": len(portfolio.late),
        "outstanding_principal": _money(sum(loan.outstanding for loan in portfolio.late)),
        "par30": portfolio.par30_text,
    }


def _days(totals: list[DayTotal], last: date) -> list[dict[str, str]]:
    """Every day of the chart, including days without a posting."""
    amounts = {(total.day, total.kind): total.amount for total in totals}
    days = [last - timedelta(days=back) for back in reversed(range(CHART_DAYS))]
    return [
        {
            "day": day.isoformat(),
            "deposits": _money(amounts.get((day, TransactionType.DEPOSIT.value), 0)),
            "withdrawals": _money(amounts.get((day, TransactionType.WITHDRAWAL.value), 0)),
        }
        for day in days
    ]


def _ages(portfolio: Portfolio) -> list[dict[str, Any]]:
    return [
        {"days_late": name, "loans": count, "outstanding_principal": _money(amount)}
        for name, (count, amount) in portfolio.by_age().items()
    ]


def _money(minor: int) -> str:
    return to_text(minor, settings.BANK_CURRENCY)
