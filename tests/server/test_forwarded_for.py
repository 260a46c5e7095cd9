"""Behind a trusted proxy: which entry of X-Forwarded-For is the client's address, in all forms that proxies write."""

import pytest

from tests.server.conftest import MEMBER, log_in
from tests.server.raw_sockets import exchange, request

pytestmark = pytest.mark.slow


def recorded_address(server, *headers):
    """The address that is recorded for a login with these headers."""
    response = log_in(server, MEMBER, *headers, bind_browser=False)
    assert response.status == 200, response.body
    ((recorded,),) = server.sql(
        "SELECT ip_address FROM browser_sessions WHERE id = %s", response.json()["session"]["id"]
    )
    return recorded


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"203.0.113.7", "203.0.113.7"),
        (b"203.0.113.7:4711", "203.0.113.7"),
        (b"2001:db8::1", "2001:db8::1"),
        (b"[2001:db8::1]", "2001:db8::1"),
        (b"[2001:db8::1]:443", "2001:db8::1"),
        (b"::ffff:203.0.113.7", "203.0.113.7"),
        (b"6.6.6.6, 203.0.113.7", "203.0.113.7"),
        ("é, 203.0.113.8".encode(), "203.0.113.8"),
        (b"\xe9, 203.0.113.8", "203.0.113.8"),
        (b"nonsense,,203.0.113.8 ,", "203.0.113.8"),
        (b"", "127.0.0.1"),
        (b" , ", "127.0.0.1"),
    ],
)
def test_last_forwarded_entry_is_the_client_address(proxied_server, header, expected):
    assert recorded_address(proxied_server, b"X-Forwarded-For: " + header) == expected


def test_several_forwarded_headers_are_combined_in_order(proxied_server):
    assert (
        recorded_address(proxied_server, b"X-Forwarded-For: 6.6.6.6", b"X-Forwarded-For: 203.0.113.7") == "203.0.113.7"
    )


def test_client_address_without_a_forwarded_header_is_the_peer(proxied_server):
    assert recorded_address(proxied_server) == "127.0.0.1"


@pytest.mark.parametrize("name", [b"X_Forwarded_For", b"X-Forwarded_For", b"x_forwarded-for"])
def test_forwarded_header_with_an_underscore_is_ignored(proxied_server, name):
    assert recorded_address(proxied_server, name + b": 10.7.80.103", b"X-Forwarded-For: 203.0.113.7") == "203.0.113.7"
    assert recorded_address(proxied_server, b"X-Forwarded-For: 203.0.113.7", name + b": 10.7.80.103") == "203.0.113.7"
    assert recorded_address(proxied_server, name + b": 10.7.80.103") == "127.0.0.1"


@pytest.mark.parametrize(
    "header",
    [b"nonsense", b"\xe9", "é".encode(), b"203.0.113.7, \xe9", b"unknown", b"203.0.113.7:", b"203.0.113.7:123456",
     b"[203.0.113.7", b"[::1", b"256.0.0.1", b"203.0.113.7 x"],
)  # fmt: skip
def test_forwarded_entry_that_is_not_an_address_is_400_and_logged(proxied_server, header):
    before = proxied_server.log.read_text().count("ERROR bankportal.errors X-Forwarded-For")

    response = log_in(proxied_server, MEMBER, b"X-Forwarded-For: " + header)

    assert (response.status, response.json()["code"]) == (400, "invalid_request")
    assert proxied_server.log.read_text().count("ERROR bankportal.errors X-Forwarded-For") == before + 1


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_checks_ignore_the_forwarded_header(proxied_server, path):
    assert exchange(proxied_server, request("GET", path, b"X-Forwarded-For: \xe9")).status == 200


def test_forwarded_scheme_is_read_only_from_the_header_with_hyphens(proxied_server):
    def next_link(*headers):
        token = log_in(proxied_server, MEMBER, bind_browser=False).json()["access"].encode()
        log_in(proxied_server, MEMBER, bind_browser=False)
        path = "/api/sessions/?page_size=1"
        response = exchange(proxied_server, request("GET", path, b"Authorization: Bearer " + token, *headers))
        return response.json()["next"]

    assert next_link(b"X-Forwarded-Proto: https").startswith("https://")
    assert next_link(b"X_Forwarded_Proto: https").startswith("http://")


def test_forged_forwarded_addresses_do_not_evade_the_login_limit(server):
    """Without a trusted proxy no form of the header is trusted."""
    statuses = [
        log_in(server, MEMBER, b"X_Forwarded_For: 10.0.0.%d" % n, b"X-Forwarded-For: 10.0.1.%d" % n, password="wrong")
        for n in range(7)
    ]

    assert [response.status for response in statuses] == [401] * 5 + [429] * 2
