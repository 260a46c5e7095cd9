"""A header value with any byte is passed on, or the request is refused; it is never taken for absent."""

import pytest

from tests.hashers import PASSWORD
from tests.server.conftest import OTHER, log_in
from tests.server.raw_sockets import exchange, json_request, request

CHECK = "/api/users/auth/check/"
# What other scripts of the site, or an attacker, put beside our cookies.
ODD_COOKIES = {
    "UTF-8": "city=Zürich".encode(),
    "Latin-1": "city=Zürich".encode("latin-1"),
    "a byte that is neither": b"city=\xff\x80",
    "JSON": b'g_state={"i_l":0,"i_p":1}',
    "no name": b"=x",
    "no value": b"x",
    "quotes": b'a="b c"',
    "an open quote": b'a="b',
    "brackets": b"a[b]=c",
    "nothing": b"",
}


@pytest.mark.parametrize("odd", ODD_COOKIES.values(), ids=ODD_COOKIES)
@pytest.mark.parametrize("order", ["before", "after", "in a header of its own"])
def test_cookie_of_any_bytes_beside_ours_changes_nothing(server, cookies, odd, order):
    headers = {
        "before": [b"Cookie: " + odd + b"; " + cookies],
        "after": [b"Cookie: " + cookies + b"; " + odd],
        "in a header of its own": [b"Cookie: " + odd, b"Cookie: " + cookies],
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


def test_user_agent_with_bytes_that_are_not_ascii_is_kept(server):
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
def test_header_that_may_be_sent_once_is_refused_twice(server, name):
    first, second = name + b": localhost", name + b": other"
    body = {"email": "member@example.com", "password": PASSWORD}

    response = exchange(server, json_request("POST", "/api/users/login/", body, first, second))

    assert (response.status, response.json()["code"]) == (400, "invalid_request")
    assert name.decode() in response.json()["error"]


@pytest.mark.parametrize(
    "headers", [[b"X-Any: " + b"a" * 70_000], [b"X-Any: a"] * 120, [b"Cookie: " + b"a=b; " * 14_000]]
)
def test_headers_beyond_their_bounds_are_refused(server, headers):
    response = exchange(server, request("GET", "/healthz", *headers))

    assert (response.status, response.json()["code"], response.closed) == (431, "headers_too_large", True)
