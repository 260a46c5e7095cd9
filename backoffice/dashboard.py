"""The admin's start page, by role: the figures of the API's dashboards, and sign-in statistics."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
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
from loans.enums import LoanStatus
from loans.models import Loan
from reports.selectors.dashboards import CHART_DAYS, cashier_dashboard, manager_dashboard
from reports.services import record_dashboard_read
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import active_sessions
from transactions.enums import TransactionType
from transactions.models import Transaction
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
    facts = manager_dashboard(manager)
    record_dashboard_read(actor=manager, dashboard=facts, client=get_client_info(request))
    days, ages = facts["series"]["days"], facts["series"]["portfolio_by_age"]
    return {
        "figures": [*_portfolio_cards(request, facts), *_security_cards(request)],
        "work": _activity_table(facts["today"]),
        "waiting": _loans(request, facts["approvals"]["loans"], "Applied"),
        "unlisted": facts["approvals"]["waiting"] - len(facts["approvals"]["loans"]),
        "all_waiting": list_url(request, Loan, status__exact=LoanStatus.APPLIED.value),
        "plotted": CHART_DAYS,
        "days": cash_flow_chart(days),
        "deposited": _money(_sum(day["deposits"] for day in days)),
        "withdrawn": _money(_sum(day["withdrawals"] for day in days)),
        "ages": portfolio_chart(ages),
        "ages_table": {
            "headers": ["Days late", "Loans", "Outstanding principal"],
            "rows": [[age["days_late"], age["loans"], _money(age["outstanding_principal"])] for age in ages],
        },
    }


def _portfolio_cards(request: HttpRequest, facts: dict[str, Any]) -> list[StatCard]:
    totals, arrears, waiting = facts["totals"], facts["arrears"], facts["approvals"]["waiting"]
    late = f"{_count(arrears['loans'], 'loan')} late, {_money(arrears['outstanding_principal'])} outstanding"
    running = f"{_count(totals['loans_running'], 'loan')} active"
    applied = list_url(request, Loan, status__exact=LoanStatus.APPLIED.value)
    return [
        StatCard("Members", totals["members"], "active", list_url(request, User, role__exact=Role.MEMBER.value)),
        StatCard("Accounts", totals["accounts"], "of members, not closed", list_url(request, Account)),
        StatCard("Customer balances", _money(totals["customer_balances"]), "on all their accounts"),
        StatCard("Gross loan portfolio", _money(totals["gross_portfolio"]), running, list_url(request, Loan)),
        StatCard("Approvals waiting", waiting, "loans applied for", applied),
        StatCard("Portfolio at risk (PAR30)", f"{Decimal(arrears['par30']):.2%}", late),
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
    facts = cashier_dashboard(cashier)
    record_dashboard_read(actor=cashier, dashboard=facts, client=get_client_info(request))
    today, loans = facts["today"], facts["to_disburse"]
    cash = [today[kind.value] for kind in (TransactionType.DEPOSIT, TransactionType.WITHDRAWAL)]
    return {
        "figures": [
            StatCard("Your till", _money(facts["till"]["balance"]), "cash that should be in it"),
            StatCard("Deposits today", _money(cash[0]["amount"]), _count(cash[0]["count"], "deposit")),
            StatCard("Withdrawals today", _money(cash[1]["amount"]), _count(cash[1]["count"], "withdrawal")),
            StatCard("Loans to disburse", len(loans), "approved"),
        ],
        "work": _activity_table(today),
        "to_disburse": _loans(request, loans, "Approved", "decided_at"),
        "latest": _transactions_table(request, facts["latest"]),
    }


def _activity_table(kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
    posted = [(TransactionType(kind), work) for kind, work in kinds.items() if work["count"]]
    return {
        "headers": ["Posted", "How many", "Amount"],
        "rows": [[kind.label, work["count"], _money(work["amount"])] for kind, work in posted],
    }


def _loans(request: HttpRequest, loans: list[dict[str, Any]], when: str, at: str = "applied_at") -> dict[str, Any]:
    return {
        "headers": ["Loan", "Borrower", "Product", "Amount", "Months", when],
        "rows": [
            [
                _link(row_url(request, Loan, loan["id"]), f"Loan {loan['id']}"),
                _link(row_url(request, User, loan["borrower"]["id"]), loan["borrower"]["full_name"]),
                loan["product"]["name"],
                _money(loan["amount"]),
                loan["term_months"],
                _day(loan[at]),
            ]
            for loan in loans
        ],
    }


def _transactions_table(request: HttpRequest, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "headers": ["Transaction", "Posted", "Account", "Amount", "Time (UTC)"],
        "rows": [
            [
                _link(row_url(request, Transaction, row["id"]), f"No. {row['id']}"),
                TransactionType(row["kind"]).label,
                " → ".join(filter(None, [row["from_account"], row["to_account"]])),
                _money(row["amount"]),
                f"{row['booked_at']:%Y-%m-%d %H:%M}",
            ]
            for row in rows
        ],
    }


def _link(url: str, text: str) -> str:
    return format_html('<a href="{}" class="text-link">{}</a>', url, text) if url else text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _sum(amounts: Iterable[str]) -> Decimal:
    return sum(map(Decimal, amounts), Decimal(0))


def _money(amount: str | Decimal) -> str:
    """`"1250.00"` → `"1,250.00 USD"`."""
    return f"{Decimal(amount):,} {settings.BANK_CURRENCY}"


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
