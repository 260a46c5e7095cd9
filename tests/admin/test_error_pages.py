"""Pages for errors outside the API: in the staff site's look under `/admin/`, plain elsewhere."""

import logging

import pytest
from django.test import Client

from backoffice.csp import POLICY
from backoffice.error_pages import error_page
from core.exceptions import Unavailable
from tests.admin.test_policy import Page
from tests.browsers import FIREFOX
from tests.database_errors import failing

USERS = "/admin/users/user/"
TITLES = {400: "Bad request", 403: "No access", 404: "Page not found", 405: "Not available",
          500: "Something went wrong", 503: "Service unavailable"}  # fmt: skip


@pytest.fixture(params=[False, True], ids=["production", "DEBUG"])
def debug(request, settings):
    settings.DEBUG = request.param


@pytest.fixture
def inside(entered, manager):
    """The manager, in the admin."""
    return entered(manager)


def check_page(answer, status, home="/admin/"):
    text = answer.content.decode()
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert f"<title>{TITLES[status]}" in " ".join(text.split()).replace("<title> ", "<title>")
    assert f'href="{home}"' in text
    page = Page(text)
    assert (page.inline, page.handlers) == ([], [])
    for secret in ("Traceback", "urlpatterns", "no such column", "the inner reason", "SECRET_KEY", "Django"):
        assert secret not in text
    styled = "unfold/css/styles.css" in text
    if home == "/admin/":
        assert styled
        assert answer.headers["Content-Security-Policy"] == POLICY
    else:
        assert not styled
        assert "<script" not in text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/admin/no/such/page/", "/admin/no", "/admin/auth/group/", "/admin/r/1/1/"])
def test_page_that_does_not_exist_is_404(debug, inside, path):
    check_page(inside.get(path), 404)


def test_page_of_another_role_is_403(debug, entered, cashier):
    check_page(entered(cashier).get("/admin/audit/auditevent/"), 403)


def test_request_that_makes_no_sense_is_400(debug, inside):
    check_page(inside.get(f"{USERS}?_to_field=password"), 400)


def test_method_that_a_page_does_not_have_is_405(debug, inside):
    answer = inside.get("/admin/logout/")
    check_page(answer, 405)
    assert answer.headers["Allow"] == "POST, OPTIONS"


def test_defect_is_500_with_its_traceback_in_the_log(debug, inside, caplog):
    with failing("SELECT COUNT", "no such column: x"):
        check_page(inside.get(USERS), 500)
    assert [record.name for record in caplog.records if record.exc_info] == ["django.request"]


@pytest.mark.parametrize("beginning", ["SELECT", "SELECT COUNT"], ids=["in the middleware", "in the page"])
def test_database_that_is_down_is_503(debug, inside, caplog, beginning):
    caplog.clear()
    with failing(beginning, 1040, "Too many connections: the inner reason"):
        answer = inside.get(USERS)
    check_page(answer, 503)
    assert int(answer.headers["Retry-After"]) >= 1
    lines = [record for record in caplog.records if record.name == "bankportal.unavailable"]
    assert [record.levelno for record in lines] == [logging.WARNING]
    assert "the inner reason" in lines[0].message
    if beginning == "SELECT COUNT":  # in a view, no traceback either
        assert [record for record in caplog.records if record.exc_info] == []


@pytest.mark.parametrize("path", ["/admin/", "/no/"])
def test_error_page_asks_the_database_nothing(rf, path):
    """A test without the fixture `db` may not ask it."""
    assert error_page(rf.get(path), Unavailable()).status_code == 503


@pytest.mark.parametrize("path", ["/admin/no/such/page/", "/admin/no", USERS, f"{USERS}999/change/"])
def test_somebody_not_signed_in_is_not_told_whether_a_page_exists(debug, admin_browser, path):
    answer = admin_browser.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/login/?next={path}")
    assert "Cookie" in answer.headers["Vary"]


def test_form_without_its_token_is_403_with_a_plain_sentence(debug, db):
    answers = [
        Client(enforce_csrf_checks=True, HTTP_USER_AGENT=FIREFOX).post(path)
        for path in ("/admin/login/", USERS, "/admin/no/such/page/")
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert "This form has expired or was sent from another site." in answer.content.decode()
        assert "CSRF" not in answer.content.decode()
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.content == answers[0].content


@pytest.mark.parametrize("path", ["/no/such/page/", "/no", "/adminx/", "/accounts/profile/", "/static/no.css"])
def test_other_pages_that_do_not_exist_are_plain(debug, db, path):
    check_page(Client().get(path), 404, home="/")


def test_method_that_the_first_page_does_not_have_is_405(debug, db):
    check_page(Client(HTTP_USER_AGENT=FIREFOX).post("/"), 405, home="/")


def test_unknown_host_is_400(debug, db):
    for path, home in (("/", "/"), ("/admin/", "/admin/")):
        check_page(Client(HTTP_HOST="evil.example").get(path), 400, home)


@pytest.mark.parametrize(("path", "code"), [("/api/no/", "not_found"), ("/api/users/me/", "not_authenticated")])
def test_the_api_keeps_its_own_answers(debug, db, path, code):
    answer = Client().get(path)
    assert answer.json()["code"] == code
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_api_behind_an_unknown_host_is_json(debug, db):
    assert Client(HTTP_HOST="evil.example").get("/api/users/me/").json()["code"] == "invalid_request"
