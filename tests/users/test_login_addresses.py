"""The limit of twenty wrong passwords a minute from one address for all accounts, and what counts as an address."""

import pytest

from core.models import Limit
from tests.rate_limit_settings import set_rates

WRONG = "a wrong password"


def fail(browser, times, name="guess"):
    """Sends this number of wrong passwords, each for another user; returns the last status."""
    return [browser.log_in(f"{name}{number}@example.com", WRONG).status_code for number in range(times)][-1]


def test_twenty_failed_logins_block_all_logins_from_their_address_only(clock, browser_at, member, other_member):
    browser, other_browser = browser_at("10.0.0.1"), browser_at("10.0.0.2")
    assert fail(browser, 20) == 401
    refused = browser.log_in(member.email)

    assert refused.status_code == 429
    assert refused.json()["code"] == "throttled"
    assert refused.headers["Retry-After"] == "60"
    assert browser.log_in("new@example.com", WRONG).status_code == 429
    assert other_browser.log_in(member.email).status_code == 200
    clock.shift(59)
    assert browser.log_in(other_member.email).headers["Retry-After"] == "1"
    clock.shift(1)
    assert browser.log_in(other_member.email).status_code == 200


def test_only_wrong_passwords_count_for_the_address_limit(clock, browser_at, member, other_member, settings):
    set_rates(settings, login_address="7/minute")
    browser = browser_at("10.0.0.1")
    for _ in range(2):
        assert browser.log_in(member.email).status_code == 200
        assert browser.log_in(other_member.email).status_code == 409
        assert browser.log_in(member.email, WRONG, headers={"Origin": "https://evil.example"}).status_code == 403
        assert browser.log_in(member.email, "").status_code == 400
    for number in range(8):
        assert browser.log_in(member.email, WRONG).status_code == (401 if number < 5 else 429)
    assert fail(browser, 2) == 401
    assert browser.log_in(other_member.email).status_code == 429


def test_login_throttled_by_the_address_limit_is_not_counted(clock, browser_at, member, settings):
    set_rates(settings, login_address="3/minute")
    browser = browser_at("10.0.0.1")
    assert fail(browser, 3) == 401
    before = sorted(Limit.objects.values_list("key", "log"))
    for _ in range(6):
        assert browser.log_in(member.email, WRONG).status_code == 429
    assert sorted(Limit.objects.values_list("key", "log")) == before


def test_wrong_password_of_a_password_change_counts_for_the_address_limit(
    clock, browser_at, member, other_member, settings
):
    set_rates(settings, login_address="3/minute")
    browser = browser_at("10.0.0.1")
    browser.log_in(member.email)
    fail(browser, 2)
    body = {"current_password": WRONG, "new_password": "another long passphrase"}
    assert browser.post("/api/users/password/change/", body).status_code == 400
    assert browser.log_in(other_member.email).status_code == 429


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
        ("10.0.0.1", "10.0.0.2", False),
    ],
)
def test_ipv6_addresses_count_by_their_64_network_and_mapped_ipv4_addresses_as_ipv4(
    clock, browser_at, member, one, other, same
):
    for _ in range(5):
        browser_at(one).log_in(member.email, WRONG)
    assert browser_at(other).log_in(member.email, WRONG).status_code == (429 if same else 401)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [
        (0, "6.6.6.{}", True),  # without a proxy the header comes from the client
        (0, "6.6.6.{}, 10.0.0.9", True),
        (1, "6.6.6.{}", False),  # the entry of the trusted proxy
        (1, "6.6.6.{}, 10.0.0.9", True),  # entries of the client are to the left of it
        (1, "6.6.6.{}, 7.7.7.7, 10.0.0.9", True),
        (1, "10.0.0.9, 6.6.6.{}", False),
        (2, "6.6.6.{}, 10.0.0.9", False),
        (2, "6.6.6.{}, 7.7.7.7, 10.0.0.9", True),
        (2, "6.6.6.{}", True),  # fewer entries than proxies: the request bypassed a proxy, so the peer counts
    ],
)
def test_forwarded_addresses_count_only_from_trusted_proxies(
    clock, browser_at, member, settings, proxies, forwarded, same
):
    settings.TRUSTED_PROXY_COUNT = proxies
    for number in range(6):
        headers = {"X-Forwarded-For": forwarded.format(number)}
        response = browser_at("10.9.9.9").log_in(member.email, WRONG, headers=headers)
    assert response.status_code == (429 if same else 401)
