"""Twenty wrong passwords a minute from one address, for any account; and what an address is."""

import pytest

from core.models import Limit
from tests.rate_limit_settings import set_rates

WRONG = "a wrong password"


def fail(browser, times, name="guess"):
    """So many failures for so many different people; returns the last status."""
    return [browser.log_in(f"{name}{number}@example.com", WRONG).status_code for number in range(times)][-1]


def test_after_twenty_failures_nobody_gets_in_from_there_and_others_go_on(clock, at, member, other_member):
    here, there = at("10.0.0.1"), at("10.0.0.2")
    assert fail(here, 20) == 401
    refused = here.log_in(member.email)

    assert refused.status_code == 429
    assert refused.json()["code"] == "throttled"
    assert refused.headers["Retry-After"] == "60"
    assert here.log_in("new@example.com", WRONG).status_code == 429
    assert there.log_in(member.email).status_code == 200
    clock.shift(59)
    assert here.log_in(other_member.email).headers["Retry-After"] == "1"
    clock.shift(1)
    assert here.log_in(other_member.email).status_code == 200


def test_only_failures_that_were_judged_count(clock, at, member, other_member, settings):
    set_rates(settings, login_address="7/minute")
    here = at("10.0.0.1")
    for _ in range(2):
        assert here.log_in(member.email).status_code == 200
        assert here.log_in(other_member.email).status_code == 409
        assert here.log_in(member.email, WRONG, headers={"Origin": "https://evil.example"}).status_code == 403
        assert here.log_in(member.email, "").status_code == 400
    for number in range(8):
        assert here.log_in(member.email, WRONG).status_code == (401 if number < 5 else 429)
    assert fail(here, 2) == 401
    assert here.log_in(other_member.email).status_code == 429


def test_a_refused_try_takes_from_no_bucket(clock, at, member, settings):
    set_rates(settings, login_address="3/minute")
    here = at("10.0.0.1")
    assert fail(here, 3) == 401
    before = sorted(Limit.objects.values_list("key", "log"))
    for _ in range(6):
        assert here.log_in(member.email, WRONG).status_code == 429
    assert sorted(Limit.objects.values_list("key", "log")) == before


def test_a_wrong_password_change_counts_for_the_address_too(clock, at, member, other_member, settings):
    set_rates(settings, login_address="3/minute")
    here = at("10.0.0.1")
    here.log_in(member.email)
    fail(here, 2)
    body = {"current_password": WRONG, "new_password": "another long passphrase"}
    assert here.post("/api/users/password/change/", body).status_code == 400
    assert here.log_in(other_member.email).status_code == 429


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
def test_an_ipv6_customer_is_one_address_and_a_mapped_ipv4_is_itself(clock, at, member, one, other, same):
    for _ in range(5):
        at(one).log_in(member.email, WRONG)
    assert at(other).log_in(member.email, WRONG).status_code == (429 if same else 401)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "same"),
    [
        (0, "6.6.6.{}", True),  # nobody stands before us: the header is the client's own
        (0, "6.6.6.{}, 10.0.0.9", True),
        (1, "6.6.6.{}", False),  # what our proxy wrote down
        (1, "6.6.6.{}, 10.0.0.9", True),  # the client's own words stand to the left of it
        (1, "6.6.6.{}, 7.7.7.7, 10.0.0.9", True),
        (1, "10.0.0.9, 6.6.6.{}", False),
        (2, "6.6.6.{}, 10.0.0.9", False),
        (2, "6.6.6.{}, 7.7.7.7, 10.0.0.9", True),
        (2, "6.6.6.{}", True),  # fewer hops than proxies: it went round one, so only the peer is believed
    ],
)
def test_forwarded_addresses_count_as_far_as_our_own_proxies_wrote_them(
    clock, at, member, settings, proxies, forwarded, same
):
    settings.TRUSTED_PROXY_COUNT = proxies
    for number in range(6):
        headers = {"X-Forwarded-For": forwarded.format(number)}
        response = at("10.9.9.9").log_in(member.email, WRONG, headers=headers)
    assert response.status_code == (429 if same else 401)
