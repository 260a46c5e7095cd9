"""Errors of Django REST framework and of Django become JSON errors with their status, with `DEBUG` on and off."""

import logging

import pytest
from django.core import exceptions as django
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf

from core.api.middleware import JSONErrorMiddleware
from core.api.views import NotFoundView
from tests.contract.error_assertions import assert_error
from users.authentication.views.login import AuthCheckView

CODES = {400: "invalid_request", 401: "not_authenticated", 403: "permission_denied", 404: "not_found",
         405: "method_not_allowed", 406: "not_acceptable", 409: "conflict", 413: "payload_too_large",
         415: "unsupported_media_type", 429: "throttled", 500: "server_error", 503: "unavailable"}  # fmt: skip
ARGUMENTS = {drf.MethodNotAllowed: ["PUT"], drf.UnsupportedMediaType: ["text/html"]}
DJANGO = {
    Http404: 404,
    django.PermissionDenied: 403,
    django.BadRequest: 400,
    django.SuspiciousOperation: 400,
    django.SuspiciousMultipartForm: 400,
    django.DisallowedHost: 400,
    django.TooManyFieldsSent: 400,
    django.TooManyFilesSent: 400,
    django.RequestDataTooBig: 413,
    django.RequestAborted: 400,
    MultiPartParserError: 400,
    UnreadablePostError: 400,
}

# A view that fails with the errors of other libraries; its operation declares only errors of the API.
pytestmark = pytest.mark.undeclared_errors


class Conflict(drf.APIException):
    status_code = 409


class TooLarge(drf.APIException):
    status_code = 413


class Gone(drf.APIException):
    status_code = 410


class Busy(drf.APIException):
    status_code = 503
    wait = 7


class BadGateway(drf.APIException):
    status_code = 502


def subclasses(kind):
    return {kind, *(deeper for child in kind.__subclasses__() for deeper in subclasses(child))}


DRF = sorted(subclasses(drf.APIException), key=lambda kind: kind.__name__)


@pytest.fixture(params=[False, True], ids=["DEBUG off", "DEBUG on"], autouse=True)
def debug(request, settings):
    settings.DEBUG = request.param
    return request.param


@pytest.fixture
def response_to(signed_in, member, monkeypatch):
    """Returns the response of a view that raises this exception."""
    browser = signed_in(member)

    def send(exc):
        def fail(self, request):
            raise exc

        monkeypatch.setattr(AuthCheckView, "get", AuthCheckView.operations()["GET"](fail))
        return browser.check()

    return send


def code_of(status):
    return CODES.get(status, "invalid_request" if status < 500 else "server_error")


@pytest.mark.parametrize("kind", DRF, ids=lambda kind: kind.__name__)
def test_error_of_rest_framework_keeps_its_status(response_to, kind):
    assert_error(response_to(kind(*ARGUMENTS.get(kind, []))), kind.status_code, code_of(kind.status_code))


@pytest.mark.parametrize(("wait", "seconds"), [(None, "1"), (0, "1"), (0.2, "1"), (30, "30"), (30.1, "31")])
def test_throttled_of_rest_framework_sets_retry_after(response_to, wait, seconds):
    response = response_to(drf.Throttled(wait=wait))

    assert_error(response, 429, "throttled")
    assert response.headers["Retry-After"] == seconds


def test_wait_of_a_rest_framework_error_becomes_retry_after(response_to):
    assert response_to(Busy()).headers["Retry-After"] == "7"


@pytest.mark.parametrize("kind", [drf.APIException, BadGateway])
def test_server_error_that_a_view_raises_is_logged(response_to, caplog, kind):
    response_to(kind("the innermost secret"))

    assert [(record.name, record.levelno) for record in caplog.records if record.exc_info] == [
        ("bankportal.errors", logging.ERROR)
    ]


@pytest.mark.parametrize(("kind", "status"), DJANGO.items(), ids=lambda value: getattr(value, "__name__", value))
def test_error_of_django_in_a_view_keeps_its_status(response_to, kind, status):
    assert_error(response_to(kind("why")), status, code_of(status))


@pytest.mark.parametrize(("kind", "status"), DJANGO.items(), ids=lambda value: getattr(value, "__name__", value))
def test_error_of_django_outside_rest_framework_keeps_its_status(browser, monkeypatch, kind, status):
    def fail(self, request, *args, **kwargs):
        raise kind("why")

    monkeypatch.setattr(NotFoundView, "dispatch", fail)

    assert_error(browser.get("/api/nowhere/"), status, code_of(status))


def test_too_many_query_parameters_are_400(signed_in, member):
    query = "&".join(f"p{number}=1" for number in range(600))

    assert_error(signed_in(member).get(f"/api/accounts/?{query}"), 400, "invalid_request")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 418, 429, 500, 502, 503])
def test_html_response_of_django_becomes_a_json_error_with_its_status_and_headers(rf, db, status):
    html = HttpResponse("<h1>", status=status, headers={"Retry-After": "9", "Allow": "GET"})
    response = JSONErrorMiddleware(lambda _: html)(rf.get("/api/"))

    assert_error(response, status, code_of(status))
    assert (response.headers["Retry-After"], response.headers["Allow"]) == ("9", "GET")


def test_429_of_django_without_retry_after_is_given_retry_after(rf, db):
    response = JSONErrorMiddleware(lambda _: HttpResponse(status=429))(rf.get("/api/"))

    assert response.headers["Retry-After"] == "1"
