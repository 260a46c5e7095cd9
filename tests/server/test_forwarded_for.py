"""Behind a proxy of ours: which entry of X-Forwarded-For counts, in all forms that proxies write."""

import pytest

from tests.server.conftest import MEMBER, log_in
from tests.server.raw_sockets import exchange, request

pytestmark = pytest.mark.slow


def address(server, *headers):
    """The address that a login with these headers is recorded with."""
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
def test_entry_that_our_proxy_wrote_counts(proxied, header, expected):
    assert address(proxied, b"X-Forwarded-For: " + header) == expected


def test_entries_of_several_headers_count_in_their_order(proxied):
    assert address(proxied, b"X-Forwarded-For: 6.6.6.6", b"X-Forwarded-For: 203.0.113.7") == "203.0.113.7"


def test_without_the_header_the_peer_counts(proxied):
    assert address(proxied) == "127.0.0.1"


@pytest.mark.parametrize("name", [b"X_Forwarded_For", b"X-Forwarded_For", b"x_forwarded-for"])
def test_name_with_an_underscore_is_another_header(proxied, name):
    assert address(proxied, name + b": 10.7.80.103", b"X-Forwarded-For: 203.0.113.7") == "203.0.113.7"
    assert address(proxied, b"X-Forwarded-For: 203.0.113.7", name + b": 10.7.80.103") == "203.0.113.7"
    assert address(proxied, name + b": 10.7.80.103") == "127.0.0.1"


@pytest.mark.parametrize(
    "header",
    [b"nonsense", b"\xe9", "é".encode(), b"203.0.113.7, \xe9", b"unknown", b"203.0.113.7:", b"203.0.113.7:123456",
     b"[203.0.113.7", b"[::1", b"256.0.0.1", b"203.0.113.7 x"],
)  # fmt: skip
def test_entry_of_our_proxy_that_is_not_an_address_is_refused_and_logged(proxied, header):
    before = proxied.log.read_text().count("ERROR bankportal.errors X-Forwarded-For")

    response = log_in(proxied, MEMBER, b"X-Forwarded-For: " + header)

    assert (response.status, response.json()["code"]) == (400, "invalid_request")
    assert proxied.log.read_text().count("ERROR bankportal.errors X-Forwarded-For") == before + 1


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_checks_do_not_ask_for_an_address(proxied, path):
    assert exchange(proxied, request("GET", path, b"X-Forwarded-For: \xe9")).status == 200


def test_scheme_is_believed_from_the_header_with_hyphens_only(proxied):
    def next_link(*headers):
        token = log_in(proxied, MEMBER, bind_browser=False).json()["access"].encode()
        log_in(proxied, MEMBER, bind_browser=False)
        path = "/api/sessions/?page_size=1"
        response = exchange(proxied, request("GET", path, b"Authorization: Bearer " + token, *headers))
        return response.json()["next"]

    assert next_link(b"X-Forwarded-Proto: https").startswith("https://")
    assert next_link(b"X_Forwarded_Proto: https").startswith("http://")


def test_wrong_passwords_with_made_up_addresses_meet_the_limit(server):
    """Without a proxy of ours neither spelling of the header is believed."""
    statuses = [
        log_in(server, MEMBER, b"X_Forwarded_For: 10.0.0.%d" % n, b"X-Forwarded-For: 10.0.1.%d" % n, password="wrong")
        for n in range(7)
    ]

    assert [response.status for response in statuses] == [401] * 5 + [429] * 2
