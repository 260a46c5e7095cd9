"""The client's address, as determined by the trusted proxies, and its network for rate limits."""

import pytest
from django.test import RequestFactory

from core.client_info import get_client_info


def address(peer, forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return get_client_info(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)).ip_address


def test_forwarded_header_is_ignored_without_trusted_proxies():
    assert address("203.0.113.9", "1.2.3.4") == "203.0.113.9"


@pytest.mark.parametrize(
    ("count", "forwarded", "expected"),
    [
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # the first entry was sent by the client
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "203.0.113.9"),  # fewer entries than proxies: a proxy was bypassed
        (1, "", "203.0.113.9"),
        (1, "2001:db8::1%eth0", "2001:db8::1"),
    ],
)
def test_forwarded_entry_of_the_trusted_proxies_is_the_client_address(settings, count, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = count
    assert address("203.0.113.9", forwarded) == expected


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_rate_limit_network_of_an_ipv6_address_is_its_64_prefix(peer, network):
    assert get_client_info(RequestFactory().get("/", REMOTE_ADDR=peer)).network == network


@pytest.mark.parametrize(
    ("peer", "networks"),
    [
        ("203.0.113.9", ("203.0.113.9",)),
        ("::ffff:203.0.113.9", ("203.0.113.9",)),
        ("2001:db8:1:2fa:3:4:5:6", ("2001:db8:1:2fa::/64", "2001:db8:1:200::/56", "2001:db8:1::/48")),
        ("", ("",)),
    ],
)
def test_ipv6_address_has_networks_of_64_56_and_48_bits(peer, networks):
    client = get_client_info(RequestFactory().get("/", REMOTE_ADDR=peer))
    assert client.networks == networks
    assert client.networks[0] == client.network


def test_user_agent_is_truncated_and_printable():
    request = RequestFactory().get("/", HTTP_USER_AGENT="a\x00b\x1b[31m" + "c" * 1000)
    agent = get_client_info(request).user_agent
    assert agent.startswith("ab[31mc")
    assert len(agent) <= 255
