"""Data of other people that staff read in the API or on the staff site is recorded, once an hour per person."""

import pytest
import yaml
from django.contrib import admin

from audit.admin_reads import RecordedAdmin
from audit.events import Event
from audit.models import AuditEvent
from audit.services import record_read
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from core.ratelimit.memory import RETRY, MemoryCounters
from loans.models import DueInstalment, Loan, LoanEvent, Product, Repayment
from loans.services.repayment import repay_loan
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.admin.bank_fixtures import create_mail
from tests.api_payments import deposit, transfer
from tests.database_errors import failing
from tests.loan_factories import create_loan
from tests.servers import ROOT
from transactions.models import Entry

READS = ["person_read", "account_read", "statement_read", "audit_read"]
# Every GET of the API: the event that is recorded for a read of another person's data, or why none is.
ROUTES = {
    "/api/users/": "person_read",
    "/api/users/{user_id}/": "person_read",
    "/api/sessions/": "person_read",  # with ?user=
    "/api/accounts/": "account_read",
    "/api/accounts/{number}/": "account_read",
    "/api/accounts/{number}/payee/": "account_read",
    "/api/accounts/{number}/entries/": "account_read",
    "/api/accounts/{number}/statement/": "statement_read",
    "/api/accounts/{number}/statement.csv": "statement_read",
    "/api/accounts/{number}/statement.pdf": "statement_read",
    "/api/transactions/": "account_read",
    "/api/transactions/{transaction_id}/": "account_read",
    "/api/transactions/{transaction_id}/receipt/": "account_read",
    "/api/transactions/{transaction_id}/receipt.pdf": "account_read",
    "/api/loans/": "account_read",
    "/api/loans/{loan_id}/": "account_read",
    "/api/loans/{loan_id}/schedule/": "account_read",
    "/api/loans/{loan_id}/payoff/": "account_read",
    "/api/loans/{loan_id}/payments/": "account_read",
    "/api/audit/events/": "audit_read",
    "/api/users/auth/check/": "own",
    "/api/users/me/": "own",
    "/api/users/browsers/": "own",
    "/api/users/factors/": "own",
    "/api/transactions/payees/": "own payees; for members only",
    "/api/transactions/limits/": "own",
    "/api/tills/": "the bank's cash, and names of staff as in reports",
    "/api/config/": "no personal data",
    "/api/loans/products/": "no personal data",
    "/api/loans/products/{product_id}/": "no personal data",
    "/api/dashboard/": "own work and totals; for its loans see test_loans_on_a_dashboard_are_recorded_once_an_hour",
    "/api/reports/": "totals",
    "/api/reports/{name}/": "totals",
    "/api/reports/{name}.csv": "totals",
}
BY_STAFF = {path: event for path, event in ROUTES.items() if event in READS}


def recorded():
    return [(row.event, row.user_id, row.actor_id) for row in AuditEvent.objects.filter(event__in=READS).order_by("id")]


@pytest.fixture
def path_parameters(cashier_client, member, manager, account):
    """The path parameters of a member, their account, a posting and a loan."""
    transaction_id = deposit(cashier_client, account, "100.00").json()["id"]
    loan = create_loan(member, account, "active", decided_by=manager, paid_out_by=manager)
    return {"user_id": member.pk, "number": account, "transaction_id": transaction_id, "loan_id": loan.pk}


def url(path, path_parameters):
    query = f"?user={path_parameters['user_id']}" if path in {"/api/sessions/", "/api/audit/events/"} else ""
    return path.format(**path_parameters) + query


def test_read_table_contains_every_get_of_the_openapi_document():
    document = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    assert {path for path, methods in document["paths"].items() if "get" in methods} == set(ROUTES)


@pytest.mark.parametrize("path", BY_STAFF)
def test_read_by_staff_is_recorded_once_an_hour(path, clock, path_parameters, signed_in, member, manager):
    browser = signed_in(manager)
    responses = [browser.get(url(path, path_parameters)) for _ in range(3)]

    assert [response.status_code for response in responses] == [200] * 3
    user_id = None if path == "/api/users/" else member.pk
    assert recorded() == [(ROUTES[path], user_id, manager.pk)]
    clock.shift(7200 - 1)
    assert signed_in(manager).get(url(path, path_parameters)).status_code == 200
    assert len(recorded()) == 2


def test_read_of_a_list_records_the_ids_of_all_listed_people(signed_in, member, other_member, cashier):
    assert signed_in(cashier).get("/api/users/").status_code == 200
    row = AuditEvent.objects.get(event="person_read")
    assert (row.user_id, row.details) == (None, {"users": [member.pk, other_member.pk]})


def test_search_that_finds_one_person_is_recorded_as_a_read_of_that_person(signed_in, member, other_member, cashier):
    assert signed_in(cashier).get("/api/users/?search=maria").status_code == 200
    assert recorded() == [("person_read", member.pk, cashier.pk)]


@pytest.mark.parametrize(("role", "status"), [("cashier", "approved"), ("manager", "applied")])
@pytest.mark.parametrize("site", ["api", "staff site"])
@pytest.mark.usefixtures("clock")
def test_loans_on_a_dashboard_are_recorded_once_an_hour(
    request, role, status, site, signed_in, member, manager, account
):
    reader = request.getfixturevalue(role)
    create_loan(member, account, status, decided_by=manager, paid_out_by=manager)
    if site == "api":
        browser, path = signed_in(reader), "/api/dashboard/"
    else:
        browser, path = AdminBrowser(), "/admin/"
        browser.enter(reader)

    assert [browser.get(path).status_code for _ in range(2)] == [200, 200]

    assert recorded() == [("account_read", member.pk, reader.pk)]


def test_dashboard_without_loans_of_others_is_not_recorded(signed_in, member, manager, account):
    create_loan(member, account, "applied", decided_by=manager, paid_out_by=manager)
    assert signed_in(member).get("/api/dashboard/").status_code == 200
    create_loan(member, account, "active", decided_by=manager, paid_out_by=manager)
    Loan.objects.filter(status="applied").delete()
    assert signed_in(manager).get("/api/dashboard/").status_code == 200
    assert recorded() == []


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in BY_STAFF if not path.startswith(("/api/users/", "/api/audit/"))])
def test_member_reading_their_own_data_is_not_recorded(path, path_parameters, signed_in, member):
    browser = signed_in(member)
    assert browser.get(path.format(**path_parameters)).status_code == 200
    assert recorded() == []


def test_member_reading_own_transfers_to_another_member_is_not_recorded(
    cashier_client, signed_in, member, account, other_account
):
    deposit(cashier_client, account, "10.00")
    browser = signed_in(member)
    transfer(browser, account, other_account, "1.00")
    assert browser.get("/api/transactions/").status_code == 200
    assert recorded() == []


def test_response_to_an_empty_change_is_recorded_as_a_read(manager_client, member, manager):
    assert manager_client.patch(f"/api/users/{member.pk}/", {}).status_code == 200
    assert recorded() == [("person_read", member.pk, manager.pk)]


@pytest.mark.slow
@pytest.mark.parametrize("path", BY_STAFF)
def test_read_that_cannot_be_recorded_returns_503_and_is_recorded_when_repeated(
    path, path_parameters, manager_client, member
):
    with failing("INSERT INTO audit_events", 1290, "read-only"):
        response = manager_client.get(url(path, path_parameters))
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert recorded() == []
    assert manager_client.get(url(path, path_parameters)).status_code == 200
    assert len(recorded()) == 1


def test_read_is_recorded_when_the_counter_has_no_room(member, manager, monkeypatch):
    monkeypatch.setattr(MemoryCounters, "hit", lambda *_args: RETRY)
    record_read(Event.PERSON_READ, client=SYSTEM_CLIENT, actor_id=manager.pk, user_ids=[member.pk])
    assert recorded() == [("person_read", member.pk, manager.pk)]


PAGES = {  # of the staff site, by model: the key of the row's id, and the event
    "users/user": ("user_id", "person_read"),
    "sessions_browser/browsersession": ("session", "person_read"),
    "outbox/outgoingmail": ("mail", "person_read"),
    "accounts/account": ("account", "account_read"),
    "transactions/transaction": ("transaction_id", "account_read"),
    "transactions/entry": ("entry", "account_read"),
    "loans/loan": ("loan_id", "account_read"),
    "loans/dueinstalment": ("instalment", "account_read"),
    "loans/repayment": ("repayment", "account_read"),
    "loans/loanevent": ("loan_event", "account_read"),
}


@pytest.fixture
def ids(path_parameters, member, signed_in):
    atomic_with_retry(repay_loan)(
        actor=member, loan_id=path_parameters["loan_id"], amount=1_00, from_number=None, client=SYSTEM_CLIENT
    )
    signed_in(member)
    entry = Entry.objects.filter(account__owner=member).first()
    return path_parameters | {
        "account": entry.account_id,
        "entry": entry.pk,
        "session": BrowserSession.objects.get(user=member).pk,
        "mail": create_mail(member).pk,
        "instalment": DueInstalment.objects.first().pk,
        "repayment": Repayment.objects.get().pk,
        "loan_event": LoanEvent.objects.get().pk,
    }


@pytest.mark.slow
@pytest.mark.parametrize("model", PAGES)
def test_row_and_list_of_the_staff_site_are_recorded_like_api_reads(model, ids, manager, member):
    browser = AdminBrowser()
    browser.enter(manager)
    name, event = PAGES[model]
    for _ in range(2):
        assert browser.get(f"/admin/{model}/{ids[name]}/change/").status_code == 200
    assert recorded() == [(event, member.pk, manager.pk)]
    for _ in range(2):
        assert browser.get(f"/admin/{model}/").status_code == 200
    assert {row[0] for row in recorded()} == {event}


def test_reading_the_audit_log_of_a_person_on_the_staff_site_is_recorded(manager, member):
    browser = AdminBrowser()
    browser.enter(manager)
    assert browser.get(f"/admin/audit/auditevent/?user_id={member.pk}").status_code == 200
    assert recorded() == [("audit_read", member.pk, manager.pk)]


def test_staff_page_whose_read_cannot_be_recorded_returns_503(manager, member):
    browser = AdminBrowser()
    browser.enter(manager)
    with failing("INSERT INTO audit_events", 1290, "read-only"):
        assert browser.get(f"/admin/users/user/{member.pk}/change/").status_code == 503
        assert browser.get("/admin/users/user/").status_code == 503


def test_every_staff_page_with_personal_data_records_its_reads():
    recorded_pages = {model for model, page in admin.site._registry.items() if isinstance(page, RecordedAdmin)}
    assert set(admin.site._registry) - recorded_pages == {Product}
    assert {model._meta.label_lower.replace(".", "/") for model in recorded_pages - {AuditEvent}} == set(PAGES)
