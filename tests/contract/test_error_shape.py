"""Every error has the same shape, whichever layer it comes from, with `DEBUG` on and off."""

import json

import pytest

from tests.contract.error_assertions import assert_error
from tests.hashers import PASSWORD

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
LOGIN, CHECK = "/api/users/login/", "/api/users/auth/check/"
GENERAL, NOT_JSON, NO_OBJECT = (
    "The request is not valid.",
    "The body is not valid JSON.",
    "The body is not a JSON object.",
)
BODIES = {  # with the error message of each
    "malformed": (b'{"email": "a', NOT_JSON),
    "empty": (b"", GENERAL),
    "not UTF-8": (b'{"email": "\xff\xfe"}', NOT_JSON),
    "deeply nested": (b'{"email":' + b"[" * 20_000 + b"]" * 20_000 + b"}", NOT_JSON),
    "a list": (b"[1, 2]", NO_OBJECT),
    "a word": (b'"login"', NO_OBJECT),
    "NaN": (b'{"email": NaN}', GENERAL),
    "an endless number": (b'{"email": ' + b"9" * 5000 + b"}", GENERAL),
    "a lone surrogate": (b'{"email": "\\ud800", "password": "x"}', GENERAL),
    "an unknown field": (json.dumps({"email": "a", "password": PASSWORD, "role": "manager"}).encode(), GENERAL),
}


@pytest.fixture(params=[False, True], ids=["DEBUG off", "DEBUG on"], autouse=True)
def debug(request, settings):
    settings.DEBUG = request.param
    return request.param


def raw(browser, method, path, data=b"", content_type="application/json", **environ):
    return browser.client.generic(method, path, data, content_type=content_type, **environ)


@pytest.mark.parametrize("path", ["/api/", "/api/nowhere/", "/api/users/login", "/api/users/abc/", "/api/x.php?y=<b>"])
def test_an_unknown_path_is_404_for_every_method(path, browser):
    for method in METHODS:
        response = raw(browser, method, path)
        if method == "HEAD":
            assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")
        else:
            assert_error(response, 404, "not_found")


@pytest.mark.parametrize("path", [LOGIN, CHECK, "/api/schema/", "/api/docs/"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE"])
def test_unsupported_method_is_405(path, method, browser):
    response = raw(browser, method, path)

    assert_error(response, 405, "method_not_allowed")
    assert method not in response.headers["Allow"]


def test_options_without_cors_is_405(browser):
    assert_error(raw(browser, "OPTIONS", LOGIN), 405, "method_not_allowed")


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""])
def test_a_body_that_is_not_json_is_415(content_type, browser):
    assert_error(raw(browser, "POST", LOGIN, b"email=a", content_type), 415, "unsupported_media_type")


@pytest.mark.parametrize(("body", "sentence"), BODIES.values(), ids=BODIES)
def test_invalid_body_is_400(body, sentence, browser):
    response_body = assert_error(raw(browser, "POST", LOGIN, body), 400, "invalid_request")

    assert response_body["error"] == sentence
    assert ("fields" in response_body) == (sentence == GENERAL)


def test_unknown_field_is_named_in_the_error(browser):
    body = assert_error(raw(browser, "POST", LOGIN, BODIES["an unknown field"][0]), 400, "invalid_request")

    assert body["fields"] == {"role": ["Unknown field."]}


def test_an_unknown_host_is_400(browser):
    for path in (CHECK, LOGIN, "/api/nowhere/"):
        assert_error(raw(browser, "GET", path, HTTP_HOST="evil.example"), 400, "invalid_request")


def test_request_without_a_token_is_401_with_www_authenticate(browser):
    response = browser.check()

    assert_error(response, 401, "not_authenticated")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="api"'


def test_invalid_token_is_401_with_www_authenticate(browser):
    assert_error(browser.check(token="a.b.c"), 401, "token_invalid")


def test_wrong_credentials_are_401(browser):
    assert_error(browser.log_in("nobody@bank.example"), 401, "invalid_credentials")


def test_role_without_the_capability_is_403(signed_in, member):
    assert_error(signed_in(member).get("/api/users/"), 403, "permission_denied")


def test_a_cross_site_login_is_403(browser):
    assert_error(browser.log_in("a@example.com", headers={"Origin": "https://evil.example"}), 403, "cross_site_request")


def test_too_many_failed_logins_are_429_with_retry_after(browser, member):
    for _ in range(5):
        browser.log_in(member.email, "wrong")
    response = browser.log_in(member.email, "wrong")

    assert_error(response, 429, "throttled")
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def test_successful_response_is_not_cached(signed_in, member):
    for path in (CHECK, "/api/schema/", "/api/docs/"):
        assert signed_in(member).get(path).headers["Cache-Control"] == "no-store"
