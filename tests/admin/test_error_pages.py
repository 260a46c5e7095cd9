"""Error pages outside the API: with the staff site's styles under `/admin/`, plain elsewhere."""

import logging

import pytest
from django.test import Client

from backoffice import error_pages
from backoffice.csp import POLICY
from core.exceptions import Unavailable
from tests.admin.error_pages import error_page_properties, expected_error_page
from tests.browsers import FIREFOX
from tests.database_errors import failing

USERS = "/admin/users/user/"


@pytest.fixture(params=[False, True], ids=["production", "DEBUG"])
def debug(request, settings):
    settings.DEBUG = request.param


@pytest.mark.parametrize("path", ["/admin/no/such/page/", "/admin/no", "/admin/auth/group/", "/admin/r/1/1/"])
def test_unknown_admin_page_returns_404(debug, manager_admin_client, path):
    assert error_page_properties(manager_admin_client.get(path)) == expected_error_page(404)


def test_admin_page_of_another_role_returns_403(debug, admin_login, cashier):
    assert error_page_properties(admin_login(cashier).get("/admin/audit/auditevent/")) == expected_error_page(403)


def test_suspicious_admin_request_returns_400(debug, manager_admin_client):
    assert error_page_properties(manager_admin_client.get(f"{USERS}?_to_field=password")) == expected_error_page(400)


def test_unsupported_method_of_an_admin_page_returns_405(debug, manager_admin_client):
    response = manager_admin_client.get("/admin/logout/")
    assert error_page_properties(response) == expected_error_page(405)
    assert response.headers["Allow"] == "POST, OPTIONS"


def test_unexpected_database_error_returns_500_and_logs_the_traceback(debug, manager_admin_client, caplog):
    with failing("SELECT COUNT", "no such column: x"):
        assert error_page_properties(manager_admin_client.get(USERS)) == expected_error_page(500)
    assert [record.name for record in caplog.records if record.exc_info] == ["django.request"]


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["SELECT", "SELECT COUNT"], ids=["in the middleware", "in the page"])
def test_unavailable_database_returns_503_and_logs_one_warning(debug, manager_admin_client, settings, caplog, prefix):
    caplog.clear()
    with failing(prefix, 1040, "Too many connections: the inner reason"):
        response = manager_admin_client.get(USERS)
    assert error_page_properties(response) == expected_error_page(503)
    *tracebacks, line = [record for record in caplog.records if record.levelno >= logging.WARNING]
    message = f"503 GET {USERS}: (1040, 'Too many connections: the inner reason')"
    assert (line.name, line.levelno, line.getMessage()) == ("bankportal.unavailable", logging.WARNING, message)
    assert line.exc_info is None
    # Under DEBUG, Django itself logs exceptions of a middleware.
    expected = ["django.request"] if settings.DEBUG and prefix == "SELECT" else []
    assert [record.name for record in tracebacks] == expected


@pytest.mark.parametrize("path", ["/admin/", "/no/"])
def test_error_page_runs_no_queries(rf, path):
    """Without the fixture `db`, a query would fail the test."""
    assert error_pages.error_page(rf.get(path), Unavailable()).status_code == 503


@pytest.mark.parametrize("path", ["/admin/no/such/page/", "/admin/no", USERS, f"{USERS}999/change/"])
def test_anonymous_requests_to_existing_and_unknown_admin_pages_get_the_same_redirect(debug, admin_browser, path):
    response = admin_browser.get(path)
    assert (response.status_code, response.headers["Location"]) == (302, f"/admin/login/?next={path}")
    assert "Cookie" in response.headers["Vary"]


def test_form_without_csrf_token_returns_403_with_a_plain_message(debug, db):
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
def test_unknown_page_outside_the_admin_returns_a_plain_404(debug, db, path):
    assert error_page_properties(Client().get(path)) == expected_error_page(404, "/")


def test_unsupported_method_of_the_landing_page_returns_405(debug, db):
    assert error_page_properties(Client(HTTP_USER_AGENT=FIREFOX).post("/")) == expected_error_page(405, "/")


def test_unknown_host_returns_400(debug, db):
    for path, home in (("/", "/"), ("/admin/", "/admin/")):
        assert error_page_properties(Client(HTTP_HOST="evil.example").get(path)) == expected_error_page(400, home)


@pytest.mark.parametrize(("path", "code"), [("/api/no/", "not_found"), ("/api/users/me/", "not_authenticated")])
def test_api_errors_are_json_with_their_own_security_policy(debug, db, path, code):
    response = Client().get(path)
    assert response.json()["code"] == code
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_api_request_with_unknown_host_returns_a_json_error(debug, db):
    assert Client(HTTP_HOST="evil.example").get("/api/users/me/").json()["code"] == "invalid_request"
