"""The admin's start page, by role: the figures of the API's dashboards, and sign-in statistics."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.models import Account
from audit.events import Event
from audit.models import AuditEvent
from audit.selectors import EventFilters, find_events
from backoffice.charts import cash_flow_chart, portfolio_chart
from backoffice.links import list_url, row_url
from core.authorization.capabilities import Capability, has_capability
from core.authorization.roles import Role
from core.client_info import get_client_info
from core.clock import now
from core.dates import bank_day, in_bank_time
from core.money import to_grouped_text
from loans.enums import LoanStatus
from loans.models import Loan
from reports.selectors.activity import Activity
from reports.selectors.dashboards import CHART_DAYS, ManagerDashboard, Till, cashier_dashboard, manager_dashboard
from reports.services import record_dashboard_read
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import active_sessions
from transactions.enums import TransactionType
from transactions.models import Transaction
from transactions.tills.selectors import CashBalances, cash_visible_to
from users.models import User


@dataclass(frozen=True)
class StatCard:
    """One figure at the top of the page, with a note and a link."""

    name: str
    value: str | int
    note: str = ""
    url: str = ""


def site_title(_: HttpRequest) -> str:
    """The bank's name, at the top of every page."""
    return str(settings.BANK_NAME)


def dashboard_callback(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The context of the page, by the capabilities of the user."""
    person = cast("User", request.user)
    if has_capability(person, Capability.VIEW_REPORTS):
        return {**context, "start": _for_manager(request, person), "start_template": "admin/dashboard/manager.html"}
    return {**context, "start": _for_cashier(request, person), "start_template": "admin/dashboard/cashier.html"}


def _for_manager(request: HttpRequest, manager: User) -> dict[str, Any]:
    dashboard = manager_dashboard(manager)
    record_dashboard_read(actor=manager, dashboard=dashboard, client=get_client_info(request))
    approvals, days, ages = dashboard.approvals, dashboard.series.days, dashboard.series.portfolio_by_age
    return {
        "figures": [*_portfolio_cards(request, dashboard), *_security_cards(request)],
        "work": _activity_table(dashboard.today),
        "cash": _cash_table(cash_visible_to(manager)),
        "waiting": _loans_table(request, "Applied", [(loan, loan.applied_at) for loan in approvals.loans]),
        "unlisted": approvals.waiting - len(approvals.loans),
        "all_waiting": list_url(request, Loan, status__exact=LoanStatus.APPLIED.value),
        "plotted": CHART_DAYS,
        "days": cash_flow_chart(days),
        "deposited": _money(sum(day.deposits for day in days)),
        "withdrawn": _money(sum(day.withdrawals for day in days)),
        "ages": portfolio_chart(ages),
        "ages_table": {
            "headers": ["Days late", "Loans", "Outstanding principal"],
            "rows": [[age.days_late, age.loans, _money(age.outstanding_principal)] for age in ages],
        },
    }


def _portfolio_cards(request: HttpRequest, dashboard: ManagerDashboard) -> list[StatCard]:
    totals, arrears, waiting = dashboard.totals, dashboard.arrears, dashboard.approvals.waiting
    late = f"{_count(arrears.loans, 'loan')} late, {_money(arrears.outstanding_principal)} outstanding"
    running = f"{_count(totals.loans_running, 'loan')} active"
    applied = list_url(request, Loan, status__exact=LoanStatus.APPLIED.value)
    return [
        StatCard("Members", totals.members, "active", list_url(request, User, role__exact=Role.MEMBER.value)),
        StatCard("Accounts", totals.accounts, "of members, not closed", list_url(request, Account)),
        StatCard("Customer balances", _money(totals.customer_balances), "on all their accounts"),
        StatCard("Gross loan portfolio", _money(totals.gross_portfolio), running, list_url(request, Loan)),
        StatCard("Approvals waiting", waiting, "loans applied for", applied),
        StatCard("Portfolio at risk (PAR30)", _percentage(arrears.par30), late),
    ]


def _security_cards(request: HttpRequest) -> list[StatCard]:
    since = now() - timedelta(hours=24)
    failed = find_events(EventFilters(event=Event.LOGIN_FAILED.value, since=since)).count()
    failures = list_url(request, AuditEvent, event=Event.LOGIN_FAILED.value)
    return [
        StatCard("Active sessions", active_sessions().count(), "browsers signed in", list_url(request, BrowserSession)),
        StatCard("Failed sign-ins", failed, "in the last 24 hours", failures),
    ]


def _for_cashier(request: HttpRequest, cashier: User) -> dict[str, Any]:
    dashboard = cashier_dashboard(cashier)
    record_dashboard_read(actor=cashier, dashboard=dashboard, client=get_client_info(request))
    loans = dashboard.to_disburse
    deposits, withdrawals = (dashboard.today[kind] for kind in (TransactionType.DEPOSIT, TransactionType.WITHDRAWAL))
    return {
        "figures": [
            StatCard("Your till", _money(dashboard.till.balance), _till_note(dashboard.till)),
            StatCard("Deposits today", _money(deposits.amount), _count(deposits.count, "deposit")),
            StatCard("Withdrawals today", _money(withdrawals.amount), _count(withdrawals.count, "withdrawal")),
            StatCard("Loans to disburse", len(loans), "approved"),
        ],
        "work": _activity_table(dashboard.today),
        "to_disburse": _loans_table(request, "Approved", [(loan, loan.decided_at) for loan in loans]),
        "latest": _transactions_table(request, dashboard.latest),
    }


def _till_note(till: Till) -> str:
    """What moved today, with reversals apart."""
    moved = f"cash that should be in it; today {_money(till.cash_in)} in, {_money(till.cash_out)} out"
    if till.reversed_in or till.reversed_out:
        moved += f"; by reversals {_money(till.reversed_in)} in, {_money(till.reversed_out)} out"
    return moved


def _cash_table(cash: CashBalances) -> dict[str, Any]:
    """The vault, and the till of everyone who works at the counter."""
    tills = [[till.cashier.full_name, _money(till.balance)] for till in cash.tills]
    return {"headers": ["Vault or till of", "Cash"], "rows": [["Vault", _money(cash.vault or 0)], *tills]}


def _activity_table(types: dict[TransactionType, Activity]) -> dict[str, Any]:
    return {
        "headers": ["Posted", "How many", "Amount"],
        "rows": [[kind.label, posted.count, _money(posted.amount)] for kind, posted in types.items() if posted.count],
    }


def _loans_table(request: HttpRequest, when: str, loans: list[tuple[Loan, datetime | None]]) -> dict[str, Any]:
    """Loans, each with a time, whose column has the heading `when`."""
    return {
        "headers": ["Loan", "Borrower", "Product", "Amount", "Months", when],
        "rows": [
            [
                _link(row_url(request, Loan, loan.pk), f"Loan {loan.pk}"),
                _link(row_url(request, User, loan.borrower_id), loan.borrower.full_name),
                loan.product.name,
                _money(loan.amount),
                loan.term_months,
                f"{bank_day(at)}" if at else "",
            ]
            for loan, at in loans
        ],
    }


def _transactions_table(request: HttpRequest, rows: list[Transaction]) -> dict[str, Any]:
    return {
        "headers": ["Transaction", "Posted", "Account", "Amount", f"Time ({settings.BANK_TIME_ZONE})"],
        "rows": [
            [
                _link(row_url(request, Transaction, row.pk), f"No. {row.pk}"),
                TransactionType(row.kind).label,
                " → ".join(_customer_accounts(row)),
                _money(row.amount),
                f"{in_bank_time(row.booked_at):%Y-%m-%d %H:%M}",
            ]
            for row in rows
        ],
    }


def _customer_accounts(row: Transaction) -> Iterator[str]:
    for account in (row.from_account, row.to_account):
        if account is not None and account.is_customer_account:
            yield account.number


def _link(url: str, text: str) -> str:
    return format_html('<a href="{}" class="text-link">{}</a>', url, text) if url else text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _money(minor: int) -> str:
    """`125000` → `"1,250.00 USD"`."""
    return f"{to_grouped_text(minor, settings.BANK_CURRENCY)} {settings.BANK_CURRENCY}"


def _percentage(ratio: Fraction) -> str:
    """`Fraction(1, 3)` → `"33.33%"`."""
    hundredths = round(ratio * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02}%"
