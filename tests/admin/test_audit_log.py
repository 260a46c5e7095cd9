"""The audit log in the admin: people by name, sentences, details line by line, search, history of a row, download."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from audit.models import AuditEvent
from tests.admin.admin_client import messages
from tests.admin.test_admin_pages import page
from tests.admin.test_columns import cells, field_texts

pytestmark = pytest.mark.slow

AUDIT, EXPORT = "audit_auditevent", "/admin/audit/auditevent/export/"


def add_event(event="logout", **values):
    details = values.pop("details", {})
    return AuditEvent.objects.create(event=event, details=details, **values)


def found(browser, query):
    return {row.pk for row in browser.get(f"{page(AUDIT)}?{query}").context["cl"].result_list}


def test_audit_list_shows_sentences_names_objects_and_amounts(manager_admin_client, member, cashier):
    details = {"loan": 8, "transaction": 71, "amount": "1234.50", "currency": "USD"}
    add_event("loan_repayment_posted", user_id=member.pk, actor_id=cashier.pk, ip_address="10.0.0.9", details=details)
    (row,) = cells(manager_admin_client, AUDIT, "event=loan_repayment_posted")
    assert row["event"] == "Loan repayment"
    assert row["user_person"] == "Maria Member member@example.com"
    assert row["actor_person"] == "Carla Cashier cashier@bank.com"
    assert (row["object"], row["details_amount"], row["address"]) == ("Loan 8", "1,234.50 USD", "10.0.0.9")


def test_audit_event_page_shows_details_as_labels_and_values(manager_admin_client, member, manager):
    texts = {"account": "100000000190", "reason": "<b>lost</b>", "new_browser": True, "note": "", "fields": ["a", "b"]}
    details = {**texts, "amount": "5.00", "currency": "USD", "users": [member.pk, manager.pk], "nested": {"a_b": None}}
    event = add_event("account_frozen", user_id=999_999, details=details)
    shown = field_texts(manager_admin_client, AUDIT, event.pk)
    assert shown["Event"] == "Account frozen"
    assert shown["Subject"] == "No. 999999, not in the list of people"
    for part in ("Account 100000000190", "Reason", "New browser Yes", "Note -", "Fields a, b", "Amount 5.00 USD",
                 "Users Maria Member, Monica Manager", "Nested A b: -"):  # fmt: skip
        assert part in shown["Details"], part
    text = manager_admin_client.get(page(AUDIT, "change", event.pk)).content.decode()
    assert "&lt;b&gt;lost" in text
    assert "<b>lost" not in text
    assert "Account frozen (No." in text


@pytest.mark.parametrize(
    "details",
    [
        {"amount": "x"},
        {"amount": 5},
        {"amount": "1.00", "currency": "?"},
        {"loan": [1]},
        {"page": "no.such", "rows": [1]},
        {"page": 3, "rows": 4},
        {"session": None},
        {"users": ["x", None]},
    ],
)
def test_audit_pages_show_unusual_details(manager_admin_client, details):
    event = add_event("of_another_release", details=details)
    assert "Of another release" in {row["event"] for row in cells(manager_admin_client, AUDIT)}
    assert manager_admin_client.get(page(AUDIT, "change", event.pk)).status_code == 200


@pytest.fixture
def events(member, other_member, cashier):
    """By name: the ids of four events."""
    return {
        "member": add_event(user_id=member.pk, actor_id=cashier.pk, ip_address="10.1.1.1", request_id="a" * 24).pk,
        "other": add_event(user_id=other_member.pk, actor_id=other_member.pk, details={"session": 4711}).pk,
        "client": add_event(client_request_id="Konstantin-1").pk,
        "session": add_event(user_id=member.pk, details={"session": 4711}).pk,
    }


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("member@example.com", {"member", "session"}),
        ("MEMBER@example.com", {"member", "session"}),
        ("nobody@example.com", set()),
        ("maria", {"member", "session"}),
        ("Maria Member", {"member", "session"}),
        ("Maria Cashier", set()),
        ("carla", {"member"}),
        ("10.1.1.1", {"member"}),
        ("carla 10.1.1.1", {"member"}),
        ("carla 10.1.1.2", set()),
        ("a" * 24, {"member"}),
        ("Konstantin-1", {"client"}),
        ("session 4711", set()),  # has ended: its user is not known
        ("session 4711 member@example.com", {"session"}),
        ("Session #4711 matthew", {"other"}),
    ],
)
def test_audit_log_is_searched_by_person_address_request_and_session(manager_admin_client, events, search, names):
    query = f"event=logout&q={search}".replace("#", "%23")
    assert found(manager_admin_client, query) == {events[name] for name in names}


def test_audit_log_is_searched_by_a_session_that_is_active(manager_admin_client, signed_in, member):
    signed_in(member)
    session = member.browser_sessions.get()
    event = add_event(user_id=member.pk, details={"session": session.pk})
    assert found(manager_admin_client, f"q=session {session.pk}") == {event.pk}


def test_search_by_name_reads_people_once_and_no_more_than_fifty(manager_admin_client, events):
    with CaptureQueriesContext(connection) as queries:
        manager_admin_client.get(f"{page(AUDIT)}?q=maria member")
    names = [query["sql"] for query in queries if "full_name_folded" in query["sql"] and "LIMIT 50" in query["sql"]]
    assert len(names) == 1


def test_history_button_leads_to_the_events_of_the_row(manager_admin_client, bank, member):
    for name, number, expected in [
        ("accounts_account", bank["accounts_account"]["member's"], {"account_opened"}),
        ("loans_loan", bank["loans_loan"]["active"], {"loan_disbursed", "loan_repayment_posted"}),
        ("users_user", member.pk, {"account_opened"}),
        ("transactions_transaction", bank["transactions_transaction"][""], {"deposit_posted"}),
    ]:
        address = manager_admin_client.get(page(name, "change", number)).context["history_url"]
        assert manager_admin_client.get(page(name, "history", number)).headers["Location"] == address
        response = manager_admin_client.get(address)
        listed = {row.event for row in response.context["cl"].result_list}
        assert listed >= expected, name
        if name == "loans_loan":
            others = [row for row in response.context["cl"].result_list if row.details.get("loan") != number]
            assert not others


def test_row_without_events_has_no_history_button(admin_login, manager_admin_client, cashier, bank):
    for name in ("transactions_entry", "loans_repayment", AUDIT):
        number = next(iter(bank[name].values()))
        response = manager_admin_client.get(page(name, "change", number))
        assert response.context["history_url"] == ""
        assert "/history/" not in response.content.decode()
    number = bank["accounts_account"]["member's"]
    assert admin_login(cashier).get(page("accounts_account", "change", number)).context["history_url"] == ""
    till = Account.objects.filter(owner=None).first()
    assert manager_admin_client.get(page("accounts_account", "change", till.pk)).context["history_url"] == ""


def test_object_filter_needs_a_user_or_an_event_and_a_known_object(manager_admin_client, member):
    event = add_event(user_id=member.pk, details={"loan": 8})
    add_event(user_id=member.pk, details={"loan": 9})
    assert found(manager_admin_client, f"user_id={member.pk}&object=loan-8") == {event.pk}
    assert found(manager_admin_client, "event=logout&object=loan-8") == {event.pk}
    assert found(manager_admin_client, "object=loan-8") == set()
    for wrong in ("loan", "loan-x", "password-1", "loan-8;", "%00"):
        assert manager_admin_client.get(f"{page(AUDIT)}?user_id={member.pk}&object={wrong}").status_code == 302, wrong


def csv_rows(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_audit_log_is_downloaded_with_the_filters_and_the_search_of_the_list(manager_admin_client, events, manager):
    response = manager_admin_client.get(f"{EXPORT}?event=logout&q=member@example.com")
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit-events.csv"'
    assert {int(row["id"]) for row in csv_rows(response)} == {events["member"], events["session"]}
    read = AuditEvent.objects.filter(event="audit_read").latest("id")
    assert (read.actor_id, read.details) == (manager.pk, {"format": "csv"})
    link = manager_admin_client.get(f"{page(AUDIT)}?event=logout&q=maria").content.decode()
    assert f'href="{EXPORT}?event=logout&amp;q=maria"' in link


def test_audit_download_is_limited_and_says_so(manager_admin_client, events, monkeypatch):
    monkeypatch.setattr("audit.admin.MAX_EVENTS", 3)
    response = manager_admin_client.get(f"{EXPORT}?event=logout")
    assert response.headers["Location"] == f"{page(AUDIT)}?event=logout"
    assert "choose a shorter period" in messages(manager_admin_client.get(response.headers["Location"]))[0]
    assert len(csv_rows(manager_admin_client.get(f"{EXPORT}?event=logout&q=maria"))) == 2
    assert manager_admin_client.get(f"{EXPORT}?at_from=yesterday").status_code == 302


def test_audit_download_is_for_managers(admin_login, cashier):
    assert admin_login(cashier).get(EXPORT).status_code == 403
