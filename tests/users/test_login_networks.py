"""Wrong passwords over a whole IPv6 network: five times the limit of a /64 for its /56, ten times for its /48."""

import pytest

from core.models import Limit
from tests.rate_limit_settings import set_rates

WRONG = "a wrong password"


@pytest.fixture
def attempt(clock, at, settings):
    """A wrong password for so-and-so many accounts, each from a network of its own, through a proxy of ours."""
    settings.TRUSTED_PROXY_COUNT = 1
    set_rates(settings, login_address="2/minute")
    proxy = at("10.9.9.9")

    def attempt(address, name):
        response = proxy.log_in(f"{name}@example.com", WRONG, headers={"X-Forwarded-For": address})
        return response.status_code

    return attempt


def tally(statuses):
    return {status: statuses.count(status) for status in sorted(set(statuses))}


def test_sixty_attempts_over_sixty_accounts_from_one_48_meet_its_limit(attempt, clock):
    """Each from a /64 and a /56 of its own."""
    assert tally([attempt(f"2001:db8:1:{n:x}00::1", f"guess-{n}") for n in range(60)]) == {401: 20, 429: 40}
    assert attempt("2001:db8:1:ffff::1", "guess") == 429
    assert attempt("2001:db8:2::1", "guess") == 401
    assert attempt("203.0.113.7", "guess") == 401
    clock.shift(60)
    assert attempt("2001:db8:1:ffff::1", "guess") == 401


def test_sixty_attempts_from_one_56_meet_its_limit(attempt):
    assert tally([attempt(f"2001:db8:1:1{n:02x}::1", f"guess-{n}") for n in range(60)]) == {401: 10, 429: 50}
    assert attempt("2001:db8:1:1ff::1", "guess") == 429
    assert attempt("2001:db8:1:200::1", "guess") == 401


def test_attempts_from_one_64_meet_its_limit_and_others_of_the_56_go_on(attempt):
    assert tally([attempt(f"2001:db8:1:100::{n:x}", f"guess-{n}") for n in range(20)]) == {401: 2, 429: 18}
    assert attempt("2001:db8:1:101::1", "guess") == 401


def test_refused_attempts_count_for_no_network(attempt, clock):
    for number in range(30):
        attempt("2001:db8:1:100::1", f"guess-{number}")
    for number in range(8):  # with the two that were judged, the ten of the /56
        assert attempt(f"2001:db8:1:1{number + 1:02x}::1", "guess") == 401
    assert attempt("2001:db8:1:1aa::1", "other") == 429


def test_neighbours_in_ipv4_are_counted_apart(attempt):
    assert tally([attempt(f"203.0.113.{n}", f"guess-{n}") for n in range(60)]) == {401: 60}


def test_the_wait_is_that_of_the_network_which_lasts_longest(clock, at, settings):
    set_rates(settings, login_address="1/minute,3/hour")
    for number in range(15):  # three times five an hour, of the /56; of its fifteen /64 each has used one a minute
        assert at(f"2001:db8:1:1{number:02x}::1").log_in(f"guess-{number}@example.com", WRONG).status_code == 401
        clock.shift(60)
    refused = at("2001:db8:1:1ff::1").log_in("guess@example.com", WRONG)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(3600 - 15 * 60))


def test_all_networks_of_an_attempt_are_counted_in_one_statement(attempt, django_assert_num_queries):
    attempt("2001:db8:1:100::1", "first")
    keys = set(Limit.objects.values_list("key", flat=True))
    # The account; read, make, take; success given back, networks counted, event. As many as from an IPv4 address.
    for address in ("2001:db8:9:100::1", "203.0.113.9"):
        with django_assert_num_queries(7 + 4):  # and two transactions, which are savepoints here
            attempt(address, f"somebody-at-{address[:3]}")
    assert len(set(Limit.objects.values_list("key", flat=True)) - keys) == (3 + 3) + (3 + 1)
