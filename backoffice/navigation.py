"""The admin's menu: the pages that the signed-in person may see."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Account
from audit.models import AuditEvent
from backoffice.links import list_url
from loans.models import DueInstalment, Loan, LoanEvent, Product, Repayment
from outbox.models import OutgoingMail
from sessions_browser.models import BrowserSession
from transactions.models import Entry, Transaction
from users.models import User

# Title of the group, then its items: title, icon, model of the list.
GROUPS: list[tuple[str, list[tuple[str, str, type[Model]]]]] = [
    ("People", [("Members and staff", "group", User)]),
    (
        "Accounts",
        [
            ("Accounts", "savings", Account),
            ("Transactions", "sync_alt", Transaction),
            ("Entries", "receipt_long", Entry),
        ],
    ),
    (
        "Loans",
        [
            ("Loans", "handshake", Loan),
            ("Products", "sell", Product),
            ("Instalments", "event", DueInstalment),
            ("Repayments", "payments", Repayment),
            ("Loan events", "event_note", LoanEvent),
        ],
    ),
    (
        "Security",
        [
            ("Browser sessions", "devices", BrowserSession),
            ("Mails", "mail", OutgoingMail),
            ("Audit log", "history", AuditEvent),
        ],
    ),
]


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu, in unfold's format."""
    start = {"title": "Start", "icon": "home", "link": reverse("admin:index")}
    groups = [{"title": title, "items": _items(request, items)} for title, items in GROUPS]
    return [{"items": [start]}, *(group for group in groups if group["items"])]


def _items(request: HttpRequest, items: list[tuple[str, str, type[Model]]]) -> list[dict[str, str]]:
    links = [(title, icon, list_url(request, model)) for title, icon, model in items]
    return [{"title": title, "icon": icon, "link": link} for title, icon, link in links if link]
