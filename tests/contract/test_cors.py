"""CORS: listed origins may call the API with cookies; any origin may with `DEBUG` on."""

import os
import subprocess
import sys

import pytest

from tests.servers import ROOT

LISTED, VITE, EVIL = "https://app.bank.example", "http://localhost:5173", "https://evil.example"
LOGIN, CHECK = "/api/users/login/", "/api/users/auth/check/"


def preflight(browser, origin, path=LOGIN, method="POST", request_headers="content-type"):
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": request_headers,
    }
    return browser.client.options(path, headers=headers)


def words(response, name):
    return {word.strip().lower() for word in response.headers[name].split(",")}


@pytest.fixture
def debug(settings):
    """The settings that `DEBUG` implies."""
    settings.DEBUG = settings.CORS_ALLOW_ALL_ORIGINS = True
    settings.CORS_ALLOWED_ORIGINS = ["http://localhost:3000", VITE]


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_a_listed_origin_may_call_with_cookies(method, browser):
    response = preflight(browser, LISTED, method=method)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == LISTED
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert method.lower() in words(response, "Access-Control-Allow-Methods")
    assert "origin" in words(response, "Vary")


def test_preflight_allows_the_request_headers_of_clients(browser):
    response = preflight(browser, LISTED, request_headers="authorization, content-type, idempotency-key")

    assert words(response, "Access-Control-Allow-Headers") >= {"authorization", "content-type", "idempotency-key"}


@pytest.mark.parametrize("origin", [EVIL, VITE, "null", "https://app.bank.example.evil.example", "http://app.bank.example",
                                    "https://app.bank.example:8443"])  # fmt: skip
def test_unlisted_origin_gets_no_cors_headers(origin, browser):
    for response in (preflight(browser, origin), browser.check(headers={"Origin": origin})):
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("origin", [VITE, EVIL])
def test_every_origin_is_allowed_with_debug_on(origin, browser, debug):
    response = preflight(browser, origin, request_headers="authorization, idempotency-key")

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin  # not `*`, which does not allow cookies
    assert response.headers["Access-Control-Allow-Credentials"] == "true"
    assert words(response, "Access-Control-Allow-Headers") >= {"authorization", "idempotency-key"}


def test_origin_allowed_only_by_debug_may_read_but_not_write(signed_in, member, debug):
    browser = signed_in(member, transport="cookie")

    assert browser.check(headers={"Origin": EVIL}).status_code == 200
    refused = browser.patch("/api/users/me/", {"full_name": "Evil"}, headers={"Origin": EVIL})
    assert (refused.status_code, refused.json()["code"]) == (403, "cross_site_request")
    assert browser.patch("/api/users/me/", {"full_name": "Own"}, headers={"Origin": VITE}).status_code == 200


@pytest.mark.parametrize(
    ("environ", "printed"),
    [
        ({}, "False []"),
        ({"CORS_ALLOWED_ORIGINS": LISTED}, f"False ['{LISTED}']"),
        ({"DEBUG": "1"}, f"True ['http://localhost:3000', '{VITE}']"),
        ({"DEBUG": "1", "CORS_ALLOWED_ORIGINS": LISTED}, f"True ['{LISTED}']"),
    ],
)
def test_all_origins_are_allowed_only_with_debug_on(environ, printed, tmp_path):
    program = "from bankportal import settings as s; print(s.CORS_ALLOW_ALL_ORIGINS, s.CORS_ALLOWED_ORIGINS)"
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | environ
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environ, capture_output=True, text=True)

    assert result.stdout.strip() == printed


def test_response_headers_that_clients_need_are_exposed(browser):
    exposed = words(browser.check(headers={"Origin": LISTED}), "Access-Control-Expose-Headers")

    assert exposed >= {"retry-after", "idempotent-replayed", "content-disposition"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", CHECK, 401), ("PUT", CHECK, 405), ("GET", "/api/nowhere/", 404), ("POST", "/api/users/register/", 415)],
)
def test_error_response_is_readable_by_a_listed_origin(method, path, status, browser):
    response = browser.client.generic(method, path, b"a=b", content_type="text/plain", headers={"Origin": LISTED})

    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == LISTED


@pytest.mark.parametrize("path", ["/admin/login/", "/healthz"])
def test_routes_outside_the_api_are_closed_to_other_origins(path, browser, debug):
    assert "Access-Control-Allow-Origin" not in browser.client.get(path, headers={"Origin": VITE}).headers
