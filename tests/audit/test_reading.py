"""`/api/audit/events/`: filters, pages, CSV and permissions; and the audit log on the staff site."""

import csv
import io
import json
from datetime import datetime

import pytest

from audit.events import Event
from audit.models import AuditEvent
from tests.admin.admin_client import AdminBrowser
from tests.browsers import FIREFOX

EVENTS = "/api/audit/events/"
TIMES = [
    "2026-02-28T23:59:59.999999",
    "2026-03-01T00:00:00",
    "2026-03-01T23:59:59.999999",
    "2026-03-02T00:00:00",
    "2026-03-02T12:00:00",
]


@pytest.fixture
def events(db):
    """Five logouts of user 7 by user 8 around the first of March, and one of user 9."""
    rows = [
        AuditEvent(
            at=datetime.fromisoformat(f"{at}+00:00"), event=Event.LOGOUT, user_id=7, actor_id=8, details={"number": n}
        )
        for n, at in enumerate(TIMES)
    ]
    rows[-1].user_id, rows[-1].ip_address, rows[-1].user_agent = 9, "10.9.8.7", FIREFOX
    rows[-1].request_id, rows[-1].client_request_id = "0123456789abcdef01234567", "Client-4711"
    rows[-2].ip_address, rows[-2].client_request_id = "2001:db8::1", "Client-4711"
    AuditEvent.objects.bulk_create(rows)


@pytest.fixture
def browser(signed_in, manager):
    return signed_in(manager, transport="body")


def numbers(response):
    assert response.status_code == 200, response.content
    return [row["details"].get("number") for row in response.json()["results"]]


def test_audit_event_has_all_fields(events, browser):
    (row,) = browser.get(f"{EVENTS}?user=9").json()["results"]
    assert row.pop("id") == AuditEvent.objects.get(user_id=9, event="logout").pk
    assert row == {
        "at": "2026-03-02T12:00:00.000000Z",
        "event": "logout",
        "user": 9,
        "actor": 8,
        "ip_address": "10.9.8.7",
        "browser": "Firefox 140 on Linux",
        "request_id": "0123456789abcdef01234567",
        "details": {"number": 4},
    }


def test_audit_events_are_listed_newest_first(events, browser):
    response = browser.get(EVENTS)
    assert numbers(response) == [None, 4, 3, 2, 1, 0]
    assert response.json()["results"][0]["event"] == "login_succeeded"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("event=logout", [4, 3, 2, 1, 0]),
        ("event=login_succeeded", [None]),
        ("event=token_reused", []),
        ("user=7", [3, 2, 1, 0]),
        ("user=8", []),  # the subject, not the actor
        ("actor=8", [4, 3, 2, 1, 0]),
        ("actor=9", []),
        ("ip_address=10.9.8.7", [4]),
        ("ip_address=2001:DB8:0::1", [3]),
        ("ip_address=::ffff:10.9.8.7", [4]),  # recorded as the IPv4 address
        ("ip_address=10.9.8.8", []),
        ("request_id=0123456789abcdef01234567", [4]),
        ("request_id=Client-4711", [4, 3]),
        ("request_id=Client-4712", []),
        ("request_id=Client-4711&ip_address=10.9.8.7&actor=8&user=9&event=logout", [4]),
        (f"user={2**63 - 1}", []),
        ("from=2026-03-02&to=2026-03-02", [4, 3]),
        ("from=2026-03-01&to=2026-03-01", [2, 1]),
        ("to=2026-02-28", [0]),
        ("from=2026-03-02&event=logout", [4, 3]),
        ("event=logout&user=7&from=2026-03-01&to=2026-03-02", [3, 2, 1]),
    ],
)
def test_audit_filters_restrict_the_events_and_dates_are_inclusive_in_utc(events, browser, query, found):
    assert numbers(browser.get(f"{EVENTS}?{query}")) == found


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("event", ["nothing", "LOGOUT"]),
        ("actor", ["0", "-1", "me", "9223372036854775808"]),
        ("ip_address", ["10.9.8", "10.9.8.7/8", "localhost", "fe80::1::2"]),
        ("request_id", ["short-1", "a" * 65, "under_score", "%C3%A4bcdefgh"]),
        ("format", ["xml", "CSV"]),
        ("user", ["0", "-1", "me", "1.0", "%D9%A3", "9223372036854775808", "9" * 5000]),
        *[(name, ["today", "20260301", "2026-W09-7", "2026-060", "2026-02-30", "2026-3-1", "0001-01-01",
                  "9999-12-31", "2026-03-01T00:00", " 2026-3-01", "%D9%A2026-03-01"]) for name in ("from", "to")],
        ("page_size", ["0", "201", "-1"]),
        ("cursor", ["x"]),
    ],
)  # fmt: skip
def test_invalid_parameter_of_the_audit_log_is_rejected_by_name(browser, name, texts):
    responses = {text: browser.get(f"{EVENTS}?{name}={text}") for text in texts}
    assert {text: response.status_code for text, response in responses.items()} == dict.fromkeys(texts, 400)
    assert {(a.json()["code"], *a.json()["fields"]) for a in responses.values()} == {("invalid_request", name)}


def test_audit_period_that_ends_before_it_begins_is_rejected(browser):
    response = browser.get(f"{EVENTS}?from=2026-03-02&to=2026-03-01")
    assert response.status_code == 400
    assert list(response.json()["fields"]) == ["to"]


def test_audit_pages_stay_stable_while_events_are_added(events, browser, other_browser, manager):
    page = browser.get(f"{EVENTS}?page_size=2&event=logout")
    seen = numbers(page)
    other_browser.log_in(manager.email)
    other_browser.log_out()
    while page.json()["next"]:
        assert page.json()["next"].startswith("http://testserver/api/audit/events/?")
        page = browser.get(page.json()["next"])
        seen += numbers(page)
    assert seen == [4, 3, 2, 1, 0]
    assert numbers(browser.get(page.json()["previous"])) == [2, 1]


@pytest.mark.parametrize("role", ["member", "cashier"])
def test_members_and_cashiers_cannot_read_the_audit_log(signed_in, request, role):
    response = signed_in(request.getfixturevalue(role)).get(EVENTS)
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")


def test_reading_the_audit_log_requires_a_token(other_browser):
    assert other_browser.get(EVENTS).json()["code"] == "not_authenticated"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_audit_log_allows_only_get(browser, method):
    assert browser.request(method, EVENTS).json()["code"] == "method_not_allowed"


def csv_rows(response):
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/csv; charset=utf-8"), (
        response.content
    )
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit-events.csv"'
    text = response.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_audit_csv_has_the_fields_and_rows_of_the_json(events, browser):
    rows = csv_rows(browser.get(f"{EVENTS}?event=logout&format=csv"))
    events_json = browser.get(f"{EVENTS}?event=logout").json()["results"]

    assert len(rows) == 5
    for row, event in zip(rows, events_json, strict=True):
        assert json.loads(row.pop("details")) == event.pop("details")
        assert row == {name: "" if value is None else str(value) for name, value in event.items()}


def test_audit_csv_contains_no_formulas(browser):
    event = AuditEvent.objects.create(event=Event.LOGOUT, details={"note": '=1+1",\n'}, user_agent="=cmd()")
    (row,) = csv_rows(browser.get(f"{EVENTS}?event=logout&format=csv"))
    assert json.loads(row["details"]) == event.details
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_audit_csv_is_limited_and_rejects_page_parameters(events, browser, monkeypatch):
    monkeypatch.setattr("audit.views.MAX_EVENTS", 4)
    for query, field in (("", "to"), ("&page_size=2", "page_size"), ("&cursor=x", "cursor")):
        response = browser.get(f"{EVENTS}?event=logout&format=csv{query}")
        assert (response.status_code, list(response.json()["fields"])) == (400, [field])
    assert len(csv_rows(browser.get(f"{EVENTS}?user=7&format=csv"))) == 4


def test_reading_the_audit_log_is_recorded_with_its_format(events, browser, manager):
    assert numbers(browser.get(f"{EVENTS}?user=7")) == [3, 2, 1, 0]
    csv_rows(browser.get(f"{EVENTS}?user=7&event=logout&format=csv"))
    reads = AuditEvent.objects.filter(event="audit_read").order_by("id")
    assert [(row.user_id, row.actor_id, row.details) for row in reads] == [
        (7, manager.pk, {}),
        (7, manager.pk, {"format": "csv"}),
    ]


@pytest.mark.parametrize(
    ("search", "found"),
    [("Client-4711", {4, 3}), ("0123456789abcdef01234567", {4}), ("10.9.8.7", {4}), ("2001:DB8:0::1", {3}), ("9", {4}),
     ("9 Client-4711", {4}), ("Client-4712", set()), ("8", {0, 1, 2, 3, 4}), ("logout", set())],
)  # fmt: skip
def test_staff_site_searches_audit_events_by_request_user_and_address(events, manager, search, found):
    manager_admin = AdminBrowser()
    manager_admin.enter(manager)
    response = manager_admin.get(f"/admin/audit/auditevent/?event=logout&q={search}")
    assert response.status_code == 200
    assert {row.details["number"] for row in response.context["cl"].result_list} == found


def test_staff_site_shows_the_request_ids_of_an_audit_event(events, manager):
    manager_admin = AdminBrowser()
    manager_admin.enter(manager)
    row = AuditEvent.objects.get(user_id=9)
    assert "0123456789abcdef01234567" in manager_admin.get("/admin/audit/auditevent/").content.decode()
    assert "Client-4711" in manager_admin.get(f"/admin/audit/auditevent/{row.pk}/change/").content.decode()
