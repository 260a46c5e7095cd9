"""A header value with any byte is passed on, or the request is rejected; the header never counts as absent."""

import pytest

from tests.hashers import PASSWORD
from tests.server.conftest import OTHER, log_in
from tests.server.raw_sockets import exchange, json_request, request

CHECK = "/api/users/auth/check/"
# Cookies that other applications of the site, or an attacker, may add.
FOREIGN_COOKIES = {
    "UTF-8": "city=Zürich".encode(),
    "Latin-1": "city=Zürich".encode("latin-1"),
    "invalid UTF-8": b"city=\xff\x80",
    "JSON": b'g_state={"i_l":0,"i_p":1}',
    "no name": b"=x",
    "no value": b"x",
    "quotes": b'a="b c"',
    "an open quote": b'a="b',
    "brackets": b"a[b]=c",
    "nothing": b"",
}


@pytest.mark.parametrize("cookie", FOREIGN_COOKIES.values(), ids=FOREIGN_COOKIES)
@pytest.mark.parametrize("order", ["before", "after", "in a separate header"])
def test_foreign_cookie_with_any_bytes_does_not_affect_the_session_cookies(server, cookies, cookie, order):
    headers = {
        "before": [b"Cookie: " + cookie + b"; " + cookies],
        "after": [b"Cookie: " + cookies + b"; " + cookie],
        "in a separate header": [b"Cookie: " + cookie, b"Cookie: " + cookies],
    }[order]

    checked = exchange(server, request("GET", CHECK, *headers))
    second = log_in(server, OTHER, *headers)

    assert checked.status == 200
    assert checked.json()["user"]["email"] == "member@example.com"
    assert "set-cookie" not in checked.headers
    assert (second.status, second.json()["code"]) == (409, "browser_in_use")
    assert "set-cookie" not in second.headers


@pytest.mark.parametrize("value", [b"Bearer abc\xe9", "Bearér x".encode(), b"\xff"])
def test_authorization_with_bytes_that_are_not_ascii_is_refused(server, cookies, value):
    response = exchange(server, request("GET", CHECK, b"Authorization: " + value, b"Cookie: " + cookies))

    assert (response.status, response.json()["code"]) == (401, "token_invalid")


@pytest.mark.parametrize("key", ["abc-ü".encode(), b"\xe9", b"a\tb"])
def test_idempotency_key_that_is_not_printable_ascii_is_refused_by_name(server, key):
    token = log_in(server, "cashier@bank.com", bind_browser=False).json()["access"].encode()
    body = {"account": "100000000190", "amount": "1.00"}

    response = exchange(
        server,
        json_request("POST", "/api/transactions/deposit/", body, b"Authorization: Bearer " + token,
                     b"Idempotency-Key: " + key),
    )  # fmt: skip

    assert response.status == 400
    assert "Idempotency-Key" in response.json()["error"]


def test_user_agent_with_bytes_that_are_not_ascii_is_stored(server):
    log_in(server, "member@example.com", b"User-Agent: Z\xc3\xbcrich \xe9", bind_browser=False)
    log_in(server, "member@example.com", "User-Agent: Zürich".encode(), bind_browser=False)

    agents = [row[0] for row in server.sql("SELECT user_agent FROM browser_sessions ORDER BY id")]
    assert agents == ["Z\u00c3\u00bcrich é", "Zürich"]


def test_origin_with_bytes_that_are_not_ascii_is_cross_site(server):
    response = log_in(server, "member@example.com", "Origin: http://localhost:5173é".encode())

    assert (response.status, response.json()["code"]) == (403, "cross_site_request")


@pytest.mark.parametrize("byte", [0, 1, 10, 13, 127])
def test_control_character_in_a_header_is_refused(server, byte):
    response = exchange(server, request("GET", "/healthz", b"X-Any: a%cb" % byte))

    assert response.status == 400
    assert response.json() == {"error": "The request is not valid HTTP.", "code": "invalid_request"}
    assert response.closed


@pytest.mark.parametrize("name", [b"Host", b"Authorization", b"Content-Type", b"Idempotency-Key", b"Origin"])
def test_duplicate_single_value_header_is_400(server, name):
    first, second = name + b": localhost", name + b": other"
    body = {"email": "member@example.com", "password": PASSWORD}

    response = exchange(server, json_request("POST", "/api/users/login/", body, first, second))

    assert (response.status, response.json()["code"]) == (400, "invalid_request")
    assert name.decode() in response.json()["error"]


@pytest.mark.parametrize(
    "headers", [[b"X-Any: " + b"a" * 70_000], [b"X-Any: a"] * 120, [b"Cookie: " + b"a=b; " * 14_000]]
)
def test_headers_beyond_the_size_limits_are_431(server, headers):
    response = exchange(server, request("GET", "/healthz", *headers))

    assert (response.status, response.json()["code"], response.closed) == (431, "headers_too_large", True)
