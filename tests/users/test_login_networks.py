"""Limits of wrong passwords for IPv6 networks: a /56 has five times the limit of a /64, a /48 has ten times."""

import pytest

from core.models import Limit
from tests.rate_limit_settings import set_rates

WRONG = "a wrong password"


@pytest.fixture
def attempt(clock, browser_at, settings):
    """Sends a wrong password for an account from an address, through a trusted proxy; returns the status."""
    settings.TRUSTED_PROXY_COUNT = 1
    set_rates(settings, login_address="2/minute")
    proxy = browser_at("10.9.9.9")

    def attempt(address, name):
        response = proxy.log_in(f"{name}@example.com", WRONG, headers={"X-Forwarded-For": address})
        return response.status_code

    return attempt


def tally(statuses):
    return {status: statuses.count(status) for status in sorted(set(statuses))}


@pytest.mark.slow
def test_limit_of_a_48_network_applies_across_accounts_and_its_64_networks(attempt, clock):
    """Each attempt comes from another /64 and another /56."""
    assert tally([attempt(f"2001:db8:1:{n:x}00::1", f"guess-{n}") for n in range(60)]) == {401: 20, 429: 40}
    assert attempt("2001:db8:1:ffff::1", "guess") == 429
    assert attempt("2001:db8:2::1", "guess") == 401
    assert attempt("203.0.113.7", "guess") == 401
    clock.shift(60)
    assert attempt("2001:db8:1:ffff::1", "guess") == 401


@pytest.mark.slow
def test_limit_of_a_56_network_applies_across_its_64_networks(attempt):
    assert tally([attempt(f"2001:db8:1:1{n:02x}::1", f"guess-{n}") for n in range(60)]) == {401: 10, 429: 50}
    assert attempt("2001:db8:1:1ff::1", "guess") == 429
    assert attempt("2001:db8:1:200::1", "guess") == 401


def test_limit_of_a_64_network_does_not_block_the_rest_of_its_56_network(attempt):
    assert tally([attempt(f"2001:db8:1:100::{n:x}", f"guess-{n}") for n in range(20)]) == {401: 2, 429: 18}
    assert attempt("2001:db8:1:101::1", "guess") == 401


def test_throttled_attempts_count_for_no_network(attempt, clock):
    for number in range(30):
        attempt("2001:db8:1:100::1", f"guess-{number}")
    for number in range(8):  # with the two counted attempts, these are the ten of the /56
        assert attempt(f"2001:db8:1:1{number + 1:02x}::1", "guess") == 401
    assert attempt("2001:db8:1:1aa::1", "other") == 429


@pytest.mark.slow
def test_ipv4_addresses_are_counted_separately(attempt):
    assert tally([attempt(f"203.0.113.{n}", f"guess-{n}") for n in range(60)]) == {401: 60}


def test_retry_after_is_the_longest_of_the_exhausted_networks(clock, browser_at, settings):
    set_rates(settings, login_address="1/minute,3/hour")
    for number in range(15):  # three times five an hour for the /56; each of its fifteen /64 has used one a minute
        assert (
            browser_at(f"2001:db8:1:1{number:02x}::1").log_in(f"guess-{number}@example.com", WRONG).status_code == 401
        )
        clock.shift(60)
    refused = browser_at("2001:db8:1:1ff::1").log_in("guess@example.com", WRONG)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(3600 - 15 * 60))


def test_all_networks_of_an_attempt_are_counted_in_one_statement(attempt, django_assert_num_queries):
    attempt("2001:db8:1:100::1", "first")
    keys = set(Limit.objects.values_list("key", flat=True))
    # Account; limits read, created, acquired; success released, networks counted, event: as many as for IPv4.
    for address in ("2001:db8:9:100::1", "203.0.113.9"):
        with django_assert_num_queries(7 + 4):  # and two transactions, which are savepoints here
            attempt(address, f"somebody-at-{address[:3]}")
    assert len(set(Limit.objects.values_list("key", flat=True)) - keys) == (4 + 3) + (4 + 1)
