"""Each response has the server's own X-Request-Id; the client's is logged beside it and never returned."""

import logging
import re

import pytest

from core.logging.request_ids import current_request_ids
from tests.browsers import LocalBrowser
from tests.contract.test_cors import LISTED, preflight, words
from tests.mail_delivery import deliver_mails
from tests.transactions.ledger_assertions import empty_insert_only_tables
from users.authentication.passwords import request_reset

CHECK = "/api/users/auth/check/"
SERVER_ID = re.compile(r"[0-9a-f]{24}")
SENT = "client-7f3A"
IGNORED = ["short12", "a" * 65, "under_score", "with space", "ümlaut-id", "line\\nbreak", "", "12345678;x"]


@pytest.fixture
def clean_ledger(transactional_db):
    yield
    empty_insert_only_tables()


def accesses(caplog):
    return [record.fields for record in caplog.records if record.name == "access"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", CHECK),
        ("PUT", CHECK),
        ("GET", "/api/nowhere/"),
        ("GET", "/nowhere"),
        ("GET", "/"),
        ("GET", "/admin/"),
        ("GET", "/admin/login/"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("GET", "/api/schema/"),
    ],
)
def test_every_response_has_a_new_server_request_id(method, path, browser):
    ids = [browser.request(method, path).headers["X-Request-Id"] for _ in range(2)]

    assert all(SERVER_ID.fullmatch(each) for each in ids)
    assert ids[0] != ids[1]


def test_server_error_and_unknown_host_have_a_request_id(browser, monkeypatch):
    monkeypatch.setattr("users.authentication.views.login.log_in", lambda **_: 1 / 0)
    broken = browser.log_in("a@example.com")
    elsewhere = browser.client.get(CHECK, headers={"Host": "elsewhere.example"})

    assert (broken.status_code, elsewhere.status_code) == (500, 400)
    assert all(SERVER_ID.fullmatch(response.headers["X-Request-Id"]) for response in (broken, elsewhere))


@pytest.mark.parametrize("sent", [SENT, *IGNORED])
def test_client_request_id_is_logged_if_well_formed_and_never_returned(sent, browser, caplog):
    response = browser.check(headers={"X-Request-Id": sent})

    (line,) = (record for record in caplog.records if record.name == "access")
    assert f"client_request_id={sent if sent == SENT else '-'}" in line.getMessage()
    assert SERVER_ID.fullmatch(response.headers["X-Request-Id"])
    assert sent == "" or sent not in str(response.headers)


def test_cors_allows_clients_to_send_and_read_the_request_id(browser):
    allowed = preflight(browser, LISTED, request_headers="x-request-id")
    assert "x-request-id" in words(allowed, "Access-Control-Allow-Headers")
    assert "X-Request-Id" in allowed.headers
    assert "x-request-id" in words(browser.check(headers={"Origin": LISTED}), "Access-Control-Expose-Headers")


def test_access_log_has_the_route_and_the_user_without_path_and_query(signed_in, manager, member, caplog):
    browser = signed_in(manager)
    caplog.clear()
    browser.get(f"/api/users/{member.pk}/")
    browser.get("/api/users/?search=maria")
    browser.get("/api/accounts/12345678/?x=secret")
    LocalBrowser(REMOTE_ADDR="203.0.113.9").check()

    shown = [(line["method"], line["route"], line["status"], line["user"], line["ip"]) for line in accesses(caplog)]
    assert shown == [
        ("GET", "/api/users/<bounded:user_id>/", 200, manager.pk, "127.0.0.1"),
        ("GET", "/api/users/", 200, manager.pk, "127.0.0.1"),
        ("GET", "/api/accounts/<account:number>/", 400, manager.pk, "127.0.0.1"),
        ("GET", "/api/users/auth/check/", 401, None, "203.0.113.9"),
    ]
    assert all(0 <= line["ms"] < 60_000 for line in accesses(caplog))
    assert not [text for text in ("maria", "12345678", "secret") if text in caplog.text]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/admin/users/user/7/change/", "/admin/users/user/<path:object_id>/change/"),
        ("/api/anything/else", "/api/<path:path>"),
        ("/wp-login.php?a=b", "-"),
    ],
)
def test_access_log_of_pages_outside_the_api_has_the_route_pattern(path, route, browser, caplog):
    browser.get(path)
    assert [line["route"] for line in accesses(caplog)] == [route]


def test_access_log_has_only_failed_health_checks(browser, caplog, database_ahead):
    browser.get("/healthz")
    assert accesses(caplog) == []
    database_ahead(3600)
    assert browser.get("/readyz").status_code == 503
    assert [(line["route"], line["status"]) for line in accesses(caplog)] == [("/readyz", 503)]


@pytest.mark.django_db(transaction=True)  # so that on_commit callbacks run within the request
def test_request_ids_reach_services_and_the_log_lines_of_mails(
    browser, clean_ledger, member, caplog, monkeypatch, settings
):
    settings.EMAIL_BACKEND = "tests.users.test_mail_failure.BrokenBackend"
    seen = []

    def request_and_note_client(*, client, **given):
        seen.append(client)
        request_reset(client=client, **given)

    monkeypatch.setattr("users.authentication.views.passwords.request_reset", request_and_note_client)
    ids = []
    caplog.handler.addFilter(lambda record: ids.append((record.name, current_request_ids().request_id)) or True)

    response = browser.post("/api/users/password/reset/", {"email": member.email}, headers={"X-Request-Id": SENT})
    deliver_mails()

    request_id = response.headers["X-Request-Id"]
    assert (seen[0].request_id, seen[0].client_request_id) == (request_id, SENT)
    assert dict(ids) == {"audit": request_id, "bankportal.mail": request_id, "access": request_id}
    logging.getLogger("bankportal.test").warning("outside of requests")
    assert ids[-1] == ("bankportal.test", "")
