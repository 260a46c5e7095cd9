"""The caller's address: what the network says, not what the client says."""

import pytest
from django.test import RequestFactory

from core.client_info import get_client_info


def address(peer, forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {}
    return get_client_info(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)).ip_address


def test_without_proxies_of_ours_the_header_changes_nothing():
    assert address("203.0.113.9", "1.2.3.4") == "203.0.113.9"


@pytest.mark.parametrize(
    ("count", "forwarded", "expected"),
    [
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # the client wrote the first itself
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "203.0.113.9"),  # fewer hops than proxies: it went round one
        (1, "", "203.0.113.9"),
        (1, "2001:db8::1%eth0", "2001:db8::1"),
    ],
)
def test_with_proxies_of_ours_the_entry_they_wrote_counts(settings, count, forwarded, expected):
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
def test_limits_count_ipv6_by_the_64_that_one_customer_holds(peer, network):
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
def test_networks_around_an_ipv6_address_are_those_that_a_household_and_a_company_hold(peer, networks):
    client = get_client_info(RequestFactory().get("/", REMOTE_ADDR=peer))
    assert client.networks == networks
    assert client.networks[0] == client.network


def test_a_user_agent_is_cut_and_printable():
    request = RequestFactory().get("/", HTTP_USER_AGENT="a\x00b\x1b[31m" + "c" * 1000)
    agent = get_client_info(request).user_agent
    assert agent.startswith("ab[31mc")
    assert len(agent) <= 255
