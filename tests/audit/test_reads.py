"""What staff read about others is recorded, once an hour for each of them; through the API and the staff site alike."""

import pytest
import yaml
from django.contrib import admin

from audit.admin_reads import RecordedAdmin
from audit.events import Event
from audit.models import AuditEvent
from audit.services import record_read
from core.client_info import SYSTEM_CLIENT
from core.ratelimit.memory import RETRY, MemoryCounters
from loans.models import DueInstalment, Loan, Product
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.api_payments import deposit, transfer
from tests.database_errors import failing
from tests.loan_factories import create_loan
from tests.servers import ROOT
from transactions.models import Entry

READS = ["person_read", "account_read", "statement_read", "audit_read"]
# Every GET of the API: the event that a read of somebody else's data leaves, or why it leaves none.
ROUTES = {
    "/api/users/": "person_read",
    "/api/users/{user_id}/": "person_read",
    "/api/sessions/": "person_read",  # with ?user=
    "/api/accounts/": "account_read",
    "/api/accounts/{number}/": "account_read",
    "/api/accounts/{number}/entries/": "account_read",
    "/api/accounts/{number}/statement/": "statement_read",
    "/api/transactions/": "account_read",
    "/api/transactions/{transaction_id}/": "account_read",
    "/api/loans/": "account_read",
    "/api/loans/{loan_id}/": "account_read",
    "/api/loans/{loan_id}/schedule/": "account_read",
    "/api/audit/events/": "audit_read",
    "/api/users/auth/check/": "own",
    "/api/users/me/": "own",
    "/api/loans/products/": "about nobody",
    "/api/loans/products/{product_id}/": "about nobody",
    "/api/dashboard/": "one's own work, and totals; its loans: test_loans_on_a_dashboard_are_recorded_once_an_hour",
    "/api/reports/": "totals",
    "/api/reports/{name}/": "totals",
}
BY_STAFF = {path: event for path, event in ROUTES.items() if event in READS}


def recorded():
    return [(row.event, row.user_id, row.actor_id) for row in AuditEvent.objects.filter(event__in=READS).order_by("id")]


@pytest.fixture
def scene(cashier_client, member, manager, account):
    """An account of the member's with a posting, and a loan: what stands in a path, and what else is asked."""
    posted = deposit(cashier_client, account, "100.00").json()["id"]
    loan = create_loan(member, account, "active", decided_by=manager, paid_out_by=manager)
    return {"user_id": member.pk, "number": account, "transaction_id": posted, "loan_id": loan.pk}


def address(path, scene):
    query = f"?user={scene['user_id']}" if path in {"/api/sessions/", "/api/audit/events/"} else ""
    return path.format(**scene) + query


def test_every_read_of_the_document_is_in_the_table():
    document = yaml.safe_load((ROOT / "docs" / "openapi.yaml").read_text())
    assert {path for path, methods in document["paths"].items() if "get" in methods} == set(ROUTES)


@pytest.mark.parametrize("path", BY_STAFF)
def test_read_by_staff_is_recorded_once_an_hour(path, clock, scene, signed_in, member, manager):
    browser = signed_in(manager)
    responses = [browser.get(address(path, scene)) for _ in range(3)]

    assert [response.status_code for response in responses] == [200] * 3
    whose = None if path == "/api/users/" else member.pk
    assert recorded() == [(ROUTES[path], whose, manager.pk)]
    clock.shift(7200 - 1)
    assert signed_in(manager).get(address(path, scene)).status_code == 200
    assert len(recorded()) == 2


def test_list_of_several_people_names_them(signed_in, member, other_member, cashier):
    assert signed_in(cashier).get("/api/users/").status_code == 200
    row = AuditEvent.objects.get(event="person_read")
    assert (row.user_id, row.details) == (None, {"users": [member.pk, other_member.pk]})


def test_search_that_finds_one_person_concerns_that_person(signed_in, member, other_member, cashier):
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


@pytest.mark.parametrize("path", [path for path in BY_STAFF if not path.startswith(("/api/users/", "/api/audit/"))])
def test_member_reading_their_own_is_not_recorded(path, scene, signed_in, member):
    browser = signed_in(member)
    assert browser.get(path.format(**scene)).status_code == 200
    assert recorded() == []


def test_member_whose_transfer_names_another_member_has_read_their_own(
    cashier_client, signed_in, member, account, other_account
):
    deposit(cashier_client, account, "10.00")
    browser = signed_in(member)
    transfer(browser, account, other_account, "1.00")
    assert browser.get("/api/transactions/").status_code == 200
    assert recorded() == []


def test_answer_to_a_change_of_nothing_is_a_read_too(manager_client, member, manager):
    assert manager_client.patch(f"/api/users/{member.pk}/", {}).status_code == 200
    assert recorded() == [("person_read", member.pk, manager.pk)]


@pytest.mark.parametrize("path", BY_STAFF)
def test_read_that_cannot_be_recorded_is_503_and_is_recorded_when_it_can_be(path, scene, manager_client, member):
    with failing("INSERT INTO audit_events", 1290, "read-only"):
        response = manager_client.get(address(path, scene))
    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert recorded() == []
    assert manager_client.get(address(path, scene)).status_code == 200
    assert len(recorded()) == 1


def test_read_that_cannot_be_counted_is_recorded(member, manager, monkeypatch):
    monkeypatch.setattr(MemoryCounters, "hit", lambda *_args: RETRY)
    record_read(Event.PERSON_READ, client=SYSTEM_CLIENT, actor_id=manager.pk, user_ids=[member.pk])
    assert recorded() == [("person_read", member.pk, manager.pk)]


PAGES = {  # of the staff site, by model: the id in a row's page, and the event
    "users/user": ("user_id", "person_read"),
    "sessions_browser/browsersession": ("session", "person_read"),
    "accounts/account": ("account", "account_read"),
    "transactions/transaction": ("transaction_id", "account_read"),
    "transactions/entry": ("entry", "account_read"),
    "loans/loan": ("loan_id", "account_read"),
    "loans/dueinstalment": ("instalment", "account_read"),
}


@pytest.fixture
def ids(scene, member, signed_in):
    signed_in(member)
    entry = Entry.objects.filter(account__owner=member).first()
    return scene | {
        "account": entry.account_id,
        "entry": entry.pk,
        "session": BrowserSession.objects.get(user=member).pk,
        "instalment": DueInstalment.objects.first().pk,
    }


@pytest.mark.parametrize("model", PAGES)
def test_page_and_list_of_the_staff_site_are_recorded_as_the_api_is(model, ids, manager, member):
    browser = AdminBrowser()
    browser.enter(manager)
    name, event = PAGES[model]
    for _ in range(2):
        assert browser.get(f"/admin/{model}/{ids[name]}/change/").status_code == 200
    assert recorded() == [(event, member.pk, manager.pk)]
    for _ in range(2):
        assert browser.get(f"/admin/{model}/").status_code == 200
    assert {row[0] for row in recorded()} == {event}


def test_audit_log_of_a_person_on_the_staff_site_is_recorded(manager, member):
    browser = AdminBrowser()
    browser.enter(manager)
    assert browser.get(f"/admin/audit/auditevent/?user_id={member.pk}").status_code == 200
    assert recorded() == [("audit_read", member.pk, manager.pk)]


def test_page_of_the_staff_site_that_cannot_be_recorded_is_503(manager, member):
    browser = AdminBrowser()
    browser.enter(manager)
    with failing("INSERT INTO audit_events", 1290, "read-only"):
        assert browser.get(f"/admin/users/user/{member.pk}/change/").status_code == 503
        assert browser.get("/admin/users/user/").status_code == 503


def test_every_page_of_the_staff_site_records_its_reads():
    pages = {model for model, page in admin.site._registry.items() if not isinstance(page, RecordedAdmin)}
    assert pages == {Product}
