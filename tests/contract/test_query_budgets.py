"""What each call may ask of the database, in statements and transactions; `tests/query_budgets.json` holds the figures.

After a change that is meant: `UPDATE_BUDGETS=1 make test ARGS="tests/contract/test_query_budgets.py -n0"`, and a
look at the diff. The figures are the same on both databases.
"""

import json
import os
from datetime import timedelta

import pytest
import yaml

from audit.events import Event
from audit.services import record_all
from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.clock import now
from core.ratelimit.approximate import counters
from sessions_browser.models import BrowserSession
from tests.api_payments import deposit, open_account
from tests.browsers import LocalBrowser
from tests.contract.query_budget_cases import CALLS, cost, ok, with_a_loan
from tests.loan_factories import create_loan, create_product
from tests.servers import ROOT
from users.models import User

FILE = ROOT / "tests" / "query_budgets.json"
BUDGETS = json.loads(FILE.read_text()) if FILE.exists() else {}
LIMITS = {  # what the design allows, whatever the file says
    "refresh": {"statements": 6, "transactions": 1},
    "auth check": {"statements": 1, "writes": 0, "transactions": 0},
    "sessions list": {"statements": 3, "writes": 0},
    "people list": {"statements": 3, "writes": 0},
    "audit list": {"statements": 3, "writes": 0},
    "transfer": {"statements": 10, "transactions": 1},
    "deposit": {"statements": 10, "transactions": 1},
    "withdrawal": {"statements": 10, "transactions": 1},
    "balance": {"statements": 3, "writes": 0},
    "entries list": {"statements": 3, "writes": 0},
    "statement": {"statements": 3, "writes": 0},
    "accounts list": {"statements": 3, "writes": 0},
    "transactions list": {"statements": 3, "writes": 0},
    "loans list": {"statements": 3, "writes": 0},
    "loan products list": {"statements": 3, "writes": 0},
}
LISTS = {
    "/api/sessions/": "sessions list",
    "/api/users/": "people list",
    "/api/audit/events/": "audit list",
    "/api/accounts/": "accounts list",
    "/api/accounts/{number}/entries/": "entries list",
    "/api/transactions/": "transactions list",
    "/api/loans/": "loans list",
    "/api/loans/products/": "loan products list",
}


def with_another_loan(manager, number):
    owner = User.objects.get(accounts__number=number)
    create_loan(owner, number, "active", decided_by=manager, paid_out_by=manager)


def more_rows(browser, manager, number):
    """As many again, and more, for each list to show."""
    for owner in User.objects.filter(role=Role.MEMBER):
        open_account(browser, owner.pk)
        open_account(browser, owner.pk)
    for count in range(3):
        ok(deposit(browser, number, "1.00"), 201)
        create_product(name=f"Product {count}")
        with_another_loan(manager, number)
    for _ in range(3):
        ok(LocalBrowser().log_in(manager.email))
    User.objects.bulk_create(User(email=f"m{n}@example.com", full_name="M", role=Role.MEMBER) for n in range(5))
    record_all([(Event.LOGOUT, manager.pk, {})] * 5, client=SYSTEM_CLIENT)


@pytest.mark.parametrize("name", CALLS)
def test_a_call_costs_what_its_budget_says(name, browser, manager):
    spent = cost(CALLS[name](browser, manager))
    if os.environ.get("UPDATE_BUDGETS"):
        assert "PYTEST_XDIST_WORKER" not in os.environ, "with -n0, for all write one file"
        known = json.loads(FILE.read_text()) if FILE.exists() else {}
        FILE.write_text(json.dumps({**known, name: spent}, indent=1, sort_keys=True) + "\n")
    else:
        assert spent == BUDGETS[name]


def test_every_list_of_the_document_has_its_budget():
    document = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    pages = {path for path, methods in document["paths"].items() if "Page'" in str(methods.get("get", {}))}

    assert pages == set(LISTS)


def test_every_budget_is_of_a_call():
    assert set(BUDGETS) == set(CALLS)


@pytest.mark.parametrize("name", LIMITS)
def test_no_budget_allows_more_than_the_design(name):
    assert all(BUDGETS[name][kind] <= most for kind, most in LIMITS[name].items())


def test_an_authenticated_request_is_counted_with_one_call(browser, manager, monkeypatch):
    ok(browser.log_in(manager.email))
    hits = []
    store, hit = type(counters()), type(counters()).hit
    monkeypatch.setattr(store, "hit", lambda *args: hits.append(args[1:]) or hit(*args))
    ok(browser.check())

    assert [key for key, _ in hits] == [f"user:{manager.pk}"]


def test_a_request_after_the_touch_interval_costs_one_write_more(browser, manager):
    ok(browser.log_in(manager.email))
    BrowserSession.objects.update(last_active_at=now() - timedelta(minutes=1))

    assert cost(lambda: ok(browser.check())) == {"statements": 2, "writes": 1, "transactions": 0}
    assert cost(lambda: ok(browser.check())) == {"statements": 1, "writes": 0, "transactions": 0}


def test_the_cookie_transport_costs_what_the_header_does(browser, manager):
    ok(browser.log_in(manager.email, transport="cookie"))

    assert cost(lambda: ok(browser.check())) == BUDGETS["auth check"]
    assert cost(lambda: ok(browser.rotate())) == BUDGETS["refresh"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_with_more_than_twice_the_rows_costs_the_same(path, browser, manager):
    budget = BUDGETS[LISTS[path]]
    _, number = with_a_loan(browser, manager, "active")
    path = path.format(number=number)
    few = len(browser.get(path).json()["results"])
    more_rows(browser, manager, number)
    ok(browser.get(path))  # the first read in an hour is recorded

    assert cost(lambda: ok(browser.get(path))) == budget
    assert len(browser.get(path).json()["results"]) >= 2 * few
