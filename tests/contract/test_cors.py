"""CORS: listed origins may call the API with cookies; any origin may with `DEBUG` on."""

import os
import subprocess
import sys

import pytest

from tests.api_payments import deposit, idempotency_headers
from tests.rate_limit_settings import set_rates
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


ALLOWED = {"accept", "authorization", "confirmation", "content-type", "idempotency-key", "traceparent", "x-request-id",
           "x-requested-with"}  # fmt: skip
EXPOSED = {"content-disposition", "idempotent-replayed", "retry-after", "www-authenticate", "x-request-id"}


@pytest.mark.parametrize("header", sorted(ALLOWED | {"x-forwarded-for", "x-http-method-override"}))
def test_preflight_allows_exactly_the_request_headers_of_clients(header, browser):
    response = preflight(browser, LISTED, request_headers=header)

    assert words(response, "Access-Control-Allow-Headers") == ALLOWED


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


@pytest.mark.slow
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


def cross_origin_responses(settings, member_client, cashier_client, account, other_account):
    """By exposed header: a response that has it, to a page of a listed origin."""
    deposit(cashier_client, account, "10.00")
    origin = {"Origin": LISTED}
    body = {"from_account": account, "to_account": other_account, "amount": "1.00"}
    first, replayed = (
        member_client.post("/api/transactions/transfer/", body, headers=origin | idempotency_headers("cors"))
        for _ in range(2)
    )
    statement = member_client.get(f"/api/accounts/{account}/statement/?format=csv", headers=origin)
    unauthenticated = member_client.check(token=None, headers=origin)
    set_rates(settings, user="1/hour")
    limited = [member_client.check(headers=origin) for _ in range(2)][-1]
    return {
        "X-Request-Id": first,
        "Idempotent-Replayed": replayed,
        "Content-Disposition": statement,
        "WWW-Authenticate": unauthenticated,
        "Retry-After": limited,
    }


def test_response_headers_that_clients_need_are_exposed_where_they_are_sent(
    settings, signed_in, member, cashier_client, account, other_account
):
    responses = cross_origin_responses(settings, signed_in(member), cashier_client, account, other_account)

    assert {name.lower() for name in responses} == EXPOSED
    for name, response in responses.items():
        assert response.headers[name], name
        assert words(response, "Access-Control-Expose-Headers") == EXPOSED


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
