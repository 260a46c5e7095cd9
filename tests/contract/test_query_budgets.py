"""How many statements and transactions each request runs, compared with `tests/query_budgets.json`.

After an intended change: `UPDATE_BUDGETS=1 make test ARGS="tests/contract/test_query_budgets.py -n0"`, then review
the diff. The figures are the same on both databases.
"""

import json
import os
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Account
from audit.events import Event
from audit.services import record_all
from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.clock import now
from core.ratelimit.approximate import counters
from loans.models import Loan
from sessions_browser.models import BrowserSession
from sessions_browser.services import purger
from tests.api_payments import deposit, idempotency_headers, open_account, transfer
from tests.browsers import LocalBrowser
from tests.contract.openapi_document import read_document
from tests.contract.query_budget_cases import CALLS
from tests.contract.query_budget_cases.cost import cost, ok
from tests.contract.query_budget_cases.loans import create_member_loan
from tests.loan_factories import create_loan, create_product
from tests.servers import ROOT
from users.models import User

FILE = ROOT / "tests" / "query_budgets.json"
BUDGETS = json.loads(FILE.read_text()) if FILE.exists() else {}
LIMITS = {  # what the design allows, independent of the file
    "refresh": {"statements": 6, "transactions": 1},
    "auth check": {"statements": 1, "writes": 0, "transactions": 0},
    "sessions list": {"statements": 3, "writes": 0},
    "browsers list": {"statements": 3, "writes": 0},
    "public configuration": {"statements": 0},
    "people list": {"statements": 3, "writes": 0},
    "audit list": {"statements": 3, "writes": 0},
    "transfer": {"statements": 10, "transactions": 1},
    "transfer to a new payee": {"statements": 11, "transactions": 1},
    "deposit": {"statements": 10, "transactions": 1},
    "withdrawal": {"statements": 10, "transactions": 1},
    "balance": {"statements": 3, "writes": 0},
    "entries list": {"statements": 3, "writes": 0},
    "statement": {"statements": 3, "writes": 0},
    "accounts list": {"statements": 3, "writes": 0},
    "transactions list": {"statements": 3, "writes": 0},
    "payees list": {"statements": 3, "writes": 0},
    "receipt": {"statements": 3, "writes": 0},
    "receipt as PDF": {"statements": 3, "writes": 0},
    "limits of a member": {"statements": 3, "writes": 0},
    "loans list": {"statements": 3, "writes": 0},
    "loan repayment": {"statements": 12, "transactions": 1},
    "loan repayment from an account": {"statements": 12, "transactions": 1},
    "loan": {"statements": 3, "writes": 0},
    "loan payoff": {"statements": 3, "writes": 0},
    "loan payments list": {"statements": 3, "writes": 0},
    "loan products list": {"statements": 3, "writes": 0},
}
MEMBERS_ONLY = {"/api/transactions/payees/"}
LISTS = {
    "/api/sessions/": "sessions list",
    "/api/users/": "people list",
    "/api/audit/events/": "audit list",
    "/api/accounts/": "accounts list",
    "/api/accounts/{number}/entries/": "entries list",
    "/api/transactions/": "transactions list",
    "/api/transactions/payees/": "payees list",
    "/api/loans/": "loans list",
    "/api/loans/products/": "loan products list",
    "/api/loans/{loan_id}/payments/": "loan payments list",
}


@pytest.fixture(autouse=True)
def _purger(monkeypatch):
    """As in a process of the server, where a thread ends expired sessions; it does not run here."""
    monkeypatch.setattr(purger, "_running", purger.Purger())


def create_another_loan(manager, number):
    owner = User.objects.get(accounts__number=number)
    create_loan(owner, number, "active", decided_by=manager, paid_out_by=manager)


def other_account(number, place=0):
    """The number of an account of another member."""
    others = Account.objects.filter(owner__role=Role.MEMBER).exclude(owner__accounts__number=number)
    return others.order_by("id")[place].number


def add_rows(browser, manager, number):
    """More than doubles the rows of each list."""
    for owner in User.objects.filter(role=Role.MEMBER):
        open_account(browser, owner.pk)
        open_account(browser, owner.pk)
    for count in range(3):
        ok(deposit(browser, number, "1.00"), 201)
        ok(transfer(browser, number, other_account(number, place=count), "1.00"), 201)
        create_product(name=f"Product {count}")
        create_another_loan(manager, number)
    for loan in Loan.objects.filter(account__number=number).order_by("id")[:1]:
        for _ in range(3):
            ok(browser.post(f"/api/loans/{loan.pk}/repay/", {"amount": "1.00"}, headers=idempotency_headers()), 201)
    for _ in range(3):
        ok(LocalBrowser().log_in(manager.email))
    User.objects.bulk_create(User(email=f"m{n}@example.com", full_name="M", role=Role.MEMBER) for n in range(5))
    record_all([(Event.LOGOUT, manager.pk, {})] * 5, client=SYSTEM_CLIENT)


def expected(name):
    """The budget. On MariaDB, the claim of a key is sent together with the lock that follows it."""
    is_sent_with_lock = connection.vendor == "mysql" and name == "transfer that is replayed"
    return {**BUDGETS[name], "statements": BUDGETS[name]["statements"] + is_sent_with_lock}


@pytest.mark.parametrize("name", CALLS)
def test_request_runs_exactly_the_statements_of_its_budget(name, browser, manager):
    spent = cost(CALLS[name](browser, manager))
    if os.environ.get("UPDATE_BUDGETS"):
        assert "PYTEST_XDIST_WORKER" not in os.environ, "use -n0, because all tests write to one file"
        known = json.loads(FILE.read_text()) if FILE.exists() else {}
        FILE.write_text(json.dumps({**known, name: spent}, indent=1, sort_keys=True) + "\n")
    else:
        assert spent == expected(name)


def test_every_list_of_the_openapi_document_has_a_budget():
    pages = {path for path, methods in read_document()["paths"].items() if "Page'" in str(methods.get("get", {}))}

    assert pages == set(LISTS)


def test_every_budget_belongs_to_a_case():
    assert set(BUDGETS) == set(CALLS)


@pytest.mark.parametrize("name", LIMITS)
def test_no_budget_allows_more_than_the_design(name):
    assert all(BUDGETS[name][kind] <= most for kind, most in LIMITS[name].items())


def test_authenticated_request_makes_one_rate_limit_call(browser, manager, monkeypatch):
    ok(browser.log_in(manager.email))
    hits = []
    store, hit = type(counters()), type(counters()).hit
    monkeypatch.setattr(store, "hit", lambda *args: hits.append(args[1:]) or hit(*args))
    ok(browser.check())

    assert [key for key, _ in hits] == [f"user:{manager.pk}"]


def test_request_after_the_touch_interval_runs_one_more_write(browser, manager):
    ok(browser.log_in(manager.email))
    BrowserSession.objects.update(last_active_at=now() - timedelta(minutes=1))

    assert cost(lambda: ok(browser.check())) == {"statements": 2, "writes": 1, "transactions": 0}
    assert cost(lambda: ok(browser.check())) == {"statements": 1, "writes": 0, "transactions": 0}


def test_cookie_transport_runs_the_same_statements_as_the_header(browser, manager):
    ok(browser.log_in(manager.email, transport="cookie"))

    assert cost(lambda: ok(browser.check())) == BUDGETS["auth check"]
    assert cost(lambda: ok(browser.rotate())) == BUDGETS["refresh"]


@pytest.mark.slow
@pytest.mark.parametrize("path", LISTS)
def test_list_with_more_than_twice_the_rows_runs_the_same_statements(path, browser, manager):
    budget = BUDGETS[LISTS[path]]
    loan, number = create_member_loan(browser, manager, "active")
    reader = browser
    if path in MEMBERS_ONLY:
        reader = LocalBrowser()
        ok(reader.log_in(loan.borrower.email))
        ok(transfer(browser, number, other_account(number), "1.00"), 201)
    path = path.format(number=number, loan_id=loan.pk)
    few = len(reader.get(path).json()["results"])
    add_rows(browser, manager, number)
    ok(reader.get(path))  # the first read in an hour is recorded

    assert cost(lambda: ok(reader.get(path))) == budget
    assert len(reader.get(path).json()["results"]) >= 2 * few
