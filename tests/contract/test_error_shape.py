"""One shape for every error, from wherever it comes, with `DEBUG` on and off."""

import json
import logging

import pytest
from django.db import InterfaceError, OperationalError

from core.parsers import MAX_BODY_BYTES
from tests.hashers import PASSWORD
from users.views import people
from users.views.signing_in import AuthCheckView

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
LOGIN, CHECK = "/api/users/login/", "/api/users/auth/check/"
BODIES = {
    "malformed": b'{"email": "a',
    "nothing": b"",
    "not UTF-8": b'{"email": "\xff\xfe"}',
    "deeply nested": b'{"email":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "too large": json.dumps({"email": "a" * MAX_BODY_BYTES}).encode(),
    "a list": b"[1, 2]",
    "a word": b'"login"',
    "NaN": b'{"email": NaN}',
    "an endless number": b'{"email": ' + b"9" * 5000 + b"}",
    "an unknown field": json.dumps({"email": "a@example.com", "password": PASSWORD, "role": "manager"}).encode(),
}


@pytest.fixture(params=[False, True], ids=["DEBUG off", "DEBUG on"], autouse=True)
def debug(request, settings):
    settings.DEBUG = request.param
    return request.param


def raw(browser, method, path, data=b"", content_type="application/json", **environ):
    return browser.client.generic(method, path, data, content_type=content_type, **environ)


def is_an_error(answer, status, code):
    """Asserts the shape; returns the body."""
    assert answer.status_code == status, answer.content[:300]
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    body = json.loads(answer.content)
    assert body["code"] == code
    assert set(body) <= {"error", "code", "fields"}
    assert body["error"].endswith((".", "!"))
    assert not any(word in body["error"] for word in ("Traceback", "SELECT", "<", "Exception"))
    for sentences in body.get("fields", {}).values():
        assert all(isinstance(sentence, str) for sentence in sentences)
    return body


@pytest.mark.parametrize("path", ["/api/", "/api/nowhere/", "/api/users/login", "/api/users/abc/", "/api/x.php?y=<b>"])
def test_an_unknown_path_is_404_for_every_method(path, browser):
    for method in METHODS:
        answer = raw(browser, method, path)
        if method == "HEAD":
            assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
        else:
            is_an_error(answer, 404, "not_found")


@pytest.mark.parametrize("path", [LOGIN, CHECK, "/api/schema/", "/api/docs/"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE"])
def test_a_method_that_does_not_exist_is_405(path, method, browser):
    answer = raw(browser, method, path)

    is_an_error(answer, 405, "method_not_allowed")
    assert method not in answer.headers["Allow"]


def test_options_without_cors_is_405(browser):
    is_an_error(raw(browser, "OPTIONS", LOGIN), 405, "method_not_allowed")


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""])
def test_a_body_that_is_not_json_is_415(content_type, browser):
    is_an_error(raw(browser, "POST", LOGIN, b"email=a", content_type), 415, "unsupported_media_type")


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_a_json_object_of_this_call_is_400(name, browser):
    body = is_an_error(raw(browser, "POST", LOGIN, BODIES[name]), 400, "invalid_request")

    assert ("fields" in body) == (name in {"nothing", "an unknown field"})


def test_an_unknown_field_is_named(browser):
    body = is_an_error(raw(browser, "POST", LOGIN, BODIES["an unknown field"]), 400, "invalid_request")

    assert set(body["fields"]) == {"role"}


def test_an_unknown_host_is_400(browser):
    for path in (CHECK, LOGIN, "/api/nowhere/"):
        is_an_error(raw(browser, "GET", path, HTTP_HOST="evil.example"), 400, "invalid_request")


def test_no_token_is_401_with_the_scheme(browser):
    answer = browser.check()

    is_an_error(answer, 401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_a_wrong_token_is_401_with_the_scheme(browser):
    is_an_error(browser.check(token="a.b.c"), 401, "token_invalid")


def test_wrong_credentials_are_401(browser):
    is_an_error(browser.log_in("nobody@bank.example"), 401, "invalid_credentials")


def test_a_role_that_may_not_is_403(signed_in, member):
    is_an_error(signed_in(member).get("/api/users/"), 403, "permission_denied")


def test_a_cross_site_login_is_403(browser):
    is_an_error(browser.log_in("a@example.com", headers={"Origin": "https://evil.example"}), 403, "cross_site_request")


def test_too_many_tries_are_429_with_the_wait(browser, member):
    for _ in range(5):
        browser.log_in(member.email, "wrong")
    answer = browser.log_in(member.email, "wrong")

    is_an_error(answer, 429, "throttled")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_a_defect_is_a_bare_500_and_logged_whole(browser, signed_in, member, monkeypatch, caplog):
    def break_down(self, request):
        raise RuntimeError("the innermost secret")

    browser = signed_in(member)
    monkeypatch.setattr(AuthCheckView, "get", break_down)
    body = is_an_error(browser.check(), 500, "server_error")

    assert "secret" not in str(body)
    (record,) = [r for r in caplog.records if r.exc_info]
    assert (record.name, record.levelno) == ("bankportal.errors", logging.ERROR)
    assert "the innermost secret" in caplog.text
    assert "break_down" in caplog.text  # the traceback


def test_a_defect_outside_the_views_is_a_bare_500_and_logged(browser, monkeypatch, caplog):
    def break_down(*args):
        raise RuntimeError("the innermost secret")

    monkeypatch.setattr("sessions_browser.middleware.read", break_down)
    body = is_an_error(browser.check(token="a.b.c"), 500, "server_error")

    assert "secret" not in str(body)
    assert "the innermost secret" in caplog.text


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_database_that_is_down_is_503_with_the_wait(kind, signed_in, manager, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise kind(2006, "Server has gone away at 10.0.0.5")

    browser = signed_in(manager)
    monkeypatch.setattr(people, "find_people", refuse)
    in_the_view = browser.get("/api/users/")
    monkeypatch.setattr("sessions_browser.middleware.find_session", refuse)
    in_the_middleware = browser.check()

    for answer in (in_the_view, in_the_middleware):
        body = is_an_error(answer, 503, "unavailable")
        assert "10.0.0.5" not in str(body)
        assert int(answer.headers["Retry-After"]) >= 1
    assert "Server has gone away" in caplog.text


def test_a_success_is_not_stored_either(signed_in, member):
    for path in (CHECK, "/api/schema/", "/api/docs/"):
        assert signed_in(member).get(path).headers["Cache-Control"] == "no-store"
