"""Exact rate limits: sliding windows, releases, and rejected hits that do not count."""

from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.exceptions import Throttled
from core.models import Limit
from core.ratelimit import exact as limits
from core.ratelimit.rate import Rate

START = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
pytestmark = pytest.mark.django_db


TWO_RATES = (Rate(2, 60), Rate(3, 3600))


@pytest.fixture
def limit_of_five():
    return limits.RateLimitKey("0" * 64, (Rate(5, 60),))


def test_sixth_hit_is_rejected_until_the_first_has_left_the_window(clock, limit_of_five):
    limits.acquire(limit_of_five)
    clock.shift(10)
    for _ in range(4):
        limits.acquire(limit_of_five)
    with pytest.raises(Throttled) as error:
        limits.acquire(limit_of_five)
    assert error.value.retry_after == 50

    clock.shift(timedelta(seconds=49, microseconds=999_999))
    with pytest.raises(Throttled) as error:
        limits.acquire(limit_of_five)
    assert error.value.retry_after == 1

    clock.shift(timedelta(microseconds=1))
    limits.acquire(limit_of_five)
    with pytest.raises(Throttled):
        limits.acquire(limit_of_five)


def test_released_hit_allows_exactly_one_more(clock, limit_of_five):
    hit_ids = [limits.acquire(limit_of_five) for _ in range(5)]
    limits.release(hit_ids[2], limit_of_five)
    limits.acquire(limit_of_five)
    with pytest.raises(Throttled):
        limits.acquire(limit_of_five)


def test_hit_released_twice_allows_only_one_more(clock, limit_of_five):
    hit_ids = [limits.acquire(limit_of_five) for _ in range(5)]
    limits.release(hit_ids[0], limit_of_five)
    limits.release(hit_ids[0], limit_of_five)
    limits.acquire(limit_of_five)
    with pytest.raises(Throttled):
        limits.acquire(limit_of_five)


def test_rejected_hit_does_not_count(clock, limit_of_five):
    for _ in range(5):
        limits.acquire(limit_of_five)
    for _ in range(20):
        with pytest.raises(Throttled):
            limits.acquire(limit_of_five)
    clock.shift(60)
    for _ in range(5):
        limits.acquire(limit_of_five)


def test_checked_limit_is_not_counted_and_record_hit_never_rejects(clock, limit_of_five):
    other = limits.RateLimitKey("1" * 64, (Rate(50, 60),))
    for _ in range(9):
        limits.acquire(other, unless_full=[limit_of_five])
    for _ in range(7):
        limits.record_hit(limit_of_five)
    with pytest.raises(Throttled) as error:
        limits.acquire(other, unless_full=[limit_of_five])
    assert error.value.retry_after == 60


def test_rate_limit_keys_are_separate_per_subject_and_hide_the_subject(clock):
    first_key, second_key = (
        limits.rate_limit_key("login", "user:1", "10.0.0.1"),
        limits.rate_limit_key("login", "user:2", "10.0.0.1"),
    )
    assert first_key.key != second_key.key
    assert limits.rate_limit_key("login", "a", "bc").key != limits.rate_limit_key("login", "ab", "c").key
    assert "user" not in first_key.key
    for _ in range(5):
        limits.acquire(first_key)
    limits.acquire(second_key)


def test_log_holds_at_most_as_many_hits_as_the_limit(clock, limit_of_five):
    for _ in range(50):
        limits.record_hit(limit_of_five)
    assert len(Limit.objects.get().log) == 5 * 21


def test_clean_up_deletes_only_expired_limits(clock, limit_of_five):
    limits.acquire(limit_of_five)
    limits.acquire(limits.RateLimitKey("1" * 64, (Rate(5, 3600),)))
    clock.shift(60)
    assert limits.clean_up(100) == 1
    assert [row.key for row in Limit.objects.all()] == ["1" * 64]


def wait_for(*keys, unless_full=()):
    with pytest.raises(Throttled) as error:
        limits.acquire(*keys, unless_full=unless_full)
    return error.value.retry_after


def test_all_rates_of_a_limit_apply_and_the_longest_wait_is_returned(clock):
    limit = limits.RateLimitKey("0" * 64, TWO_RATES)
    limits.acquire(limit)
    limits.acquire(limit)
    assert wait_for(limit) == 60
    clock.shift(60)
    limits.acquire(limit)
    assert wait_for(limit) == 3600 - 60  # the rate of 2 per minute would allow a hit
    clock.shift(3600 - 60)
    limits.acquire(limit)


def test_released_hit_is_released_for_all_rates(clock):
    limit = limits.RateLimitKey("0" * 64, TWO_RATES)
    for _ in range(9):
        limits.release(limits.acquire(limit), limit)
    limits.acquire(limit)
    limits.acquire(limit)
    assert wait_for(limit) == 60


def test_hit_on_several_limits_counts_for_all_or_none(clock, limit_of_five, django_assert_num_queries):
    narrow_limit = limits.RateLimitKey("1" * 64, (Rate(2, 600),))
    wide_limit = limits.RateLimitKey("2" * 64, (Rate(9, 60),))
    limits.acquire(narrow_limit)
    limits.acquire(narrow_limit)
    with django_assert_num_queries(1):
        assert wait_for(limit_of_five, narrow_limit, wide_limit) == 600
    assert list(Limit.objects.values_list("key", flat=True)) == [narrow_limit.key]
    with django_assert_num_queries(3):
        limits.acquire(limit_of_five, wide_limit)
    with django_assert_num_queries(2):
        hit_id = limits.acquire(wide_limit, limit_of_five)
    assert all(hit_id in log for log in Limit.objects.exclude(key=narrow_limit.key).values_list("log", flat=True))


def test_logs_of_several_limits_hold_as_many_hits_as_each_limit_needs(clock):
    first, second = limits.RateLimitKey("1" * 64, TWO_RATES), limits.RateLimitKey("2" * 64, (Rate(5, 60), Rate(1, 1)))
    for _ in range(9):
        limits.record_hit(first, second)
        clock.shift(1)
    logs = dict(Limit.objects.values_list("key", "log"))
    assert {key: len(log) for key, log in logs.items()} == {first.key: 3 * 21, second.key: 5 * 21}
    assert wait_for(first, second) == 3600 - 3


def test_hit_is_released_only_for_the_given_limits(clock, limit_of_five):
    other_limit = limits.RateLimitKey("1" * 64, (Rate(5, 60),))
    hit_id = limits.acquire(limit_of_five, other_limit)
    limits.release(hit_id, limit_of_five)
    assert dict(Limit.objects.values_list("key", "log")) == {limit_of_five.key: "", other_limit.key: hit_id}


def test_full_limit_given_as_unless_full_rejects_and_is_not_hit(clock, limit_of_five):
    checked = limits.RateLimitKey("1" * 64, (Rate(1, 30),))
    limits.acquire(limit_of_five, unless_full=[checked])
    limits.record_hit(checked)
    assert wait_for(limit_of_five, unless_full=[checked]) == 30
    assert len(Limit.objects.get(key=checked.key).log) == 21


def test_recording_a_hit_on_several_limits_is_one_statement(clock, limit_of_five, django_assert_num_queries):
    other_limit = limits.RateLimitKey("1" * 64, (Rate(7, 60),))
    for _ in range(3):
        with django_assert_num_queries(1):
            limits.record_hit(limit_of_five, other_limit)
    assert {len(log) for log in Limit.objects.values_list("log", flat=True)} == {3 * 21}


def test_limit_deleted_between_read_and_write_is_hit(clock, limit_of_five, monkeypatch):
    """As if the clean-up deletes the row, or another process releases a hit, at the same time."""
    limits.acquire(limit_of_five)
    read = limits.read

    def read_and_delete(keys):
        logs = read(keys)
        Limit.objects.filter(key=limit_of_five.key).delete()
        monkeypatch.setattr(limits, "read", read)
        return logs

    monkeypatch.setattr(limits, "read", read_and_delete)
    hit_id = limits.acquire(limit_of_five)
    assert Limit.objects.get(key=limit_of_five.key).log == hit_id


def test_hits_of_the_same_moment_get_different_ids(clock, monkeypatch):
    """With equal ids, a full window would accept the hit as its own, and a release would remove two hits."""
    drawn = iter(["aaaa", "aaaa", "aaaa", "bbbb"])
    monkeypatch.setattr("core.ratelimit.logs.secrets.token_hex", lambda _: next(drawn, "cccc"))
    full_limit, other_limit = (
        limits.RateLimitKey("0" * 64, (Rate(1, 60),)),
        limits.RateLimitKey("1" * 64, (Rate(2, 60),)),
    )
    limits.acquire(full_limit)
    limits.acquire(other_limit)
    hit_id = limits.acquire(other_limit)
    limits.release(hit_id, other_limit)
    assert len(Limit.objects.get(key=other_limit.key).log) == 21
    drawn = iter(["aaaa"] * 2)
    assert wait_for(full_limit, other_limit) == 60


def test_log_of_ten_times_the_highest_limit_fits_into_the_column(settings):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"login_address": "1000/hour"}}
    limit = limits.rate_limit_key("login_address", "2001:db8::/48", times=10)
    assert limit.rates == (Rate(3000, 3600),)
    assert limit.length < 65_536


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rates=st.sampled_from([(Rate(5, 60),), TWO_RATES, (Rate(4, 50), Rate(2, 10), Rate(6, 200))]),
    steps=st.lists(st.tuples(st.sampled_from(["acquire", "release"]), st.integers(0, 40)), max_size=25),
)
def test_any_sequence_of_hits_and_releases_matches_a_list_of_times(rates, steps):
    Limit.objects.all().delete()
    limit = limits.RateLimitKey("0" * 64, rates)
    hits = []  # the oracle: (time, hit id) of every hit that counts
    with time_machine.travel(START, tick=False) as clock:
        moment = 0
        for step, wait in steps:
            clock.shift(wait)
            moment += wait
            if step == "release" and hits:
                limits.release(hits.pop()[1], limit)
                continue
            times = sorted(at for at, _ in hits)
            waits = [times[-rate.count] + rate.seconds - moment for rate in rates if len(times) >= rate.count]
            if max(waits, default=0) <= 0:
                hits.append((moment, limits.acquire(limit)))
            else:
                assert wait_for(limit) == max(waits)
