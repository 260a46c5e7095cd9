"""Pages for errors outside the API: in the staff site's look under `/admin/`, plain elsewhere."""

import logging

import pytest
from django.test import Client

from backoffice import error_pages
from backoffice.csp import POLICY
from core.exceptions import Unavailable
from tests.admin.error_pages import error_page, shown
from tests.browsers import FIREFOX
from tests.database_errors import failing

USERS = "/admin/users/user/"


@pytest.fixture(params=[False, True], ids=["production", "DEBUG"])
def debug(request, settings):
    settings.DEBUG = request.param


@pytest.mark.parametrize("path", ["/admin/no/such/page/", "/admin/no", "/admin/auth/group/", "/admin/r/1/1/"])
def test_page_that_does_not_exist_is_404(debug, manager_admin_client, path):
    assert shown(manager_admin_client.get(path)) == error_page(404)


def test_page_of_another_role_is_403(debug, admin_login, cashier):
    assert shown(admin_login(cashier).get("/admin/audit/auditevent/")) == error_page(403)


def test_request_that_makes_no_sense_is_400(debug, manager_admin_client):
    assert shown(manager_admin_client.get(f"{USERS}?_to_field=password")) == error_page(400)


def test_method_that_a_page_does_not_have_is_405(debug, manager_admin_client):
    response = manager_admin_client.get("/admin/logout/")
    assert shown(response) == error_page(405)
    assert response.headers["Allow"] == "POST, OPTIONS"


def test_defect_is_500_with_its_traceback_in_the_log(debug, manager_admin_client, caplog):
    with failing("SELECT COUNT", "no such column: x"):
        assert shown(manager_admin_client.get(USERS)) == error_page(500)
    assert [record.name for record in caplog.records if record.exc_info] == ["django.request"]


@pytest.mark.parametrize("beginning", ["SELECT", "SELECT COUNT"], ids=["in the middleware", "in the page"])
def test_database_that_is_down_is_503(debug, manager_admin_client, settings, caplog, beginning):
    caplog.clear()
    with failing(beginning, 1040, "Too many connections: the inner reason"):
        response = manager_admin_client.get(USERS)
    assert shown(response) == error_page(503)
    *tracebacks, line = [record for record in caplog.records if record.levelno >= logging.WARNING]
    message = f"503 GET {USERS}: (1040, 'Too many connections: the inner reason')"
    assert (line.name, line.levelno, line.getMessage()) == ("bankportal.unavailable", logging.WARNING, message)
    assert line.exc_info is None
    # Under DEBUG, Django itself logs what a middleware raises.
    expected = ["django.request"] if settings.DEBUG and beginning == "SELECT" else []
    assert [record.name for record in tracebacks] == expected


@pytest.mark.parametrize("path", ["/admin/", "/no/"])
def test_error_page_asks_the_database_nothing(rf, path):
    """A test without the fixture `db` may not ask it."""
    assert error_pages.error_page(rf.get(path), Unavailable()).status_code == 503


@pytest.mark.parametrize("path", ["/admin/no/such/page/", "/admin/no", USERS, f"{USERS}999/change/"])
def test_somebody_not_signed_in_is_not_told_whether_a_page_exists(debug, admin_browser, path):
    response = admin_browser.get(path)
    assert (response.status_code, response.headers["Location"]) == (302, f"/admin/login/?next={path}")
    assert "Cookie" in response.headers["Vary"]


def test_form_without_its_token_is_403_with_a_plain_sentence(debug, db):
    responses = [
        Client(enforce_csrf_checks=True, HTTP_USER_AGENT=FIREFOX).post(path)
        for path in ("/admin/login/", USERS, "/admin/no/such/page/")
    ]
    for response in responses:
        assert response.status_code == 403
        assert "This form has expired or was sent from another site." in response.content.decode()
        assert "CSRF" not in response.content.decode()
        assert response.headers["Content-Security-Policy"] == POLICY
        assert response.content == responses[0].content


@pytest.mark.parametrize("path", ["/no/such/page/", "/no", "/adminx/", "/accounts/profile/", "/static/no.css"])
def test_other_pages_that_do_not_exist_are_plain(debug, db, path):
    assert shown(Client().get(path)) == error_page(404, "/")


def test_method_that_the_first_page_does_not_have_is_405(debug, db):
    assert shown(Client(HTTP_USER_AGENT=FIREFOX).post("/")) == error_page(405, "/")


def test_unknown_host_is_400(debug, db):
    for path, home in (("/", "/"), ("/admin/", "/admin/")):
        assert shown(Client(HTTP_HOST="evil.example").get(path)) == error_page(400, home)


@pytest.mark.parametrize(("path", "code"), [("/api/no/", "not_found"), ("/api/users/me/", "not_authenticated")])
def test_the_api_keeps_its_own_answers(debug, db, path, code):
    response = Client().get(path)
    assert response.json()["code"] == code
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_api_behind_an_unknown_host_is_json(debug, db):
    assert Client(HTTP_HOST="evil.example").get("/api/users/me/").json()["code"] == "invalid_request"
