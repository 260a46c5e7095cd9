"""Unhandled exceptions are logged with their traceback; the response contains no details."""

import logging

import pytest
from django.db import InterfaceError, OperationalError

from tests.contract.error_assertions import assert_error
from users.authentication.views.login import AuthCheckView
from users.views import user_management as people


@pytest.fixture(params=[False, True], ids=["DEBUG off", "DEBUG on"], autouse=True)
def debug(request, settings):
    settings.DEBUG = request.param
    return request.param


def test_unhandled_exception_in_a_view_is_500_and_logged_with_its_traceback(
    browser, signed_in, member, monkeypatch, caplog
):
    def raise_error(self, request):
        raise RuntimeError("the innermost secret")

    browser = signed_in(member)
    monkeypatch.setattr(AuthCheckView, "get", AuthCheckView.operations()["GET"](raise_error))
    body = assert_error(browser.check(), 500, "server_error")

    assert "secret" not in str(body)
    (record,) = [r for r in caplog.records if r.exc_info]
    assert (record.name, record.levelno) == ("bankportal.errors", logging.ERROR)
    assert "the innermost secret" in caplog.text
    assert "raise_error" in caplog.text  # the traceback


def test_unhandled_exception_in_the_middleware_is_500_and_logged(browser, monkeypatch, caplog):
    def raise_error(*args):
        raise RuntimeError("the innermost secret")

    monkeypatch.setattr("sessions_browser.middleware.decode_token", raise_error)
    body = assert_error(browser.check(token="a.b.c"), 500, "server_error")

    assert "secret" not in str(body)
    assert "the innermost secret" in caplog.text


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_unreachable_database_is_503_with_retry_after(kind, signed_in, manager, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise kind(2006, "Server has gone away at 10.0.0.5")

    browser = signed_in(manager)
    monkeypatch.setattr(people, "find_people", refuse)
    in_the_view = browser.get("/api/users/")
    monkeypatch.setattr("sessions_browser.middleware.find_session", refuse)
    in_the_middleware = browser.check()

    for response in (in_the_view, in_the_middleware):
        body = assert_error(response, 503, "unavailable")
        assert "10.0.0.5" not in str(body)
        assert int(response.headers["Retry-After"]) >= 1
    assert "Server has gone away" in caplog.text


@pytest.mark.parametrize(
    "error", [(1054, "Unknown column 'x'"), (1366, "Incorrect string value"), ("no such table: x",)]
)
def test_permanent_database_error_is_500(error, signed_in, manager, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise OperationalError(*error)

    browser = signed_in(manager)
    monkeypatch.setattr(people, "find_people", refuse)

    assert_error(browser.get("/api/users/"), 500, "server_error")
    assert [record.name for record in caplog.records if record.exc_info] == ["bankportal.errors"]
