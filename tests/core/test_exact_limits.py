"""The exact limits: windows slide, tries can be given back, refused ones take nothing."""

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


TWO = (Rate(2, 60), Rate(3, 3600))


@pytest.fixture
def five():
    return limits.RateLimitKey("0" * 64, (Rate(5, 60),))


def test_the_sixth_try_waits_until_the_first_has_left_the_window(clock, five):
    limits.acquire(five)
    clock.shift(10)
    for _ in range(4):
        limits.acquire(five)
    with pytest.raises(Throttled) as refused:
        limits.acquire(five)
    assert refused.value.retry_after == 50

    clock.shift(timedelta(seconds=49, microseconds=999_999))
    with pytest.raises(Throttled) as refused:
        limits.acquire(five)
    assert refused.value.retry_after == 1

    clock.shift(timedelta(microseconds=1))
    limits.acquire(five)
    with pytest.raises(Throttled):
        limits.acquire(five)


def test_a_try_given_back_leaves_room_for_exactly_one(clock, five):
    stamps = [limits.acquire(five) for _ in range(5)]
    limits.release(stamps[2], five)
    limits.acquire(five)
    with pytest.raises(Throttled):
        limits.acquire(five)


def test_a_try_given_back_twice_frees_no_second_one(clock, five):
    stamps = [limits.acquire(five) for _ in range(5)]
    limits.release(stamps[0], five)
    limits.release(stamps[0], five)
    limits.acquire(five)
    with pytest.raises(Throttled):
        limits.acquire(five)


def test_a_refused_try_takes_nothing(clock, five):
    for _ in range(5):
        limits.acquire(five)
    for _ in range(20):
        with pytest.raises(Throttled):
            limits.acquire(five)
    clock.shift(60)
    for _ in range(5):
        limits.acquire(five)


def test_checking_takes_nothing_and_counting_refuses_nothing(clock, five):
    other = limits.RateLimitKey("1" * 64, (Rate(50, 60),))
    for _ in range(9):
        limits.acquire(other, unless_full=[five])
    for _ in range(7):
        limits.record_hit(five)
    with pytest.raises(Throttled) as refused:
        limits.acquire(other, unless_full=[five])
    assert refused.value.retry_after == 60


def test_subjects_do_not_share_and_keys_do_not_tell(clock):
    mine, yours = (
        limits.rate_limit_key("login", "user:1", "10.0.0.1"),
        limits.rate_limit_key("login", "user:2", "10.0.0.1"),
    )
    assert mine.key != yours.key
    assert limits.rate_limit_key("login", "a", "bc").key != limits.rate_limit_key("login", "ab", "c").key
    assert "user" not in mine.key
    for _ in range(5):
        limits.acquire(mine)
    limits.acquire(yours)


def test_the_log_never_grows_beyond_the_limit(clock, five):
    for _ in range(50):
        limits.record_hit(five)
    assert len(Limit.objects.get().log) == 5 * 21


def test_what_is_over_is_cleared_and_what_is_not_stays(clock, five):
    limits.acquire(five)
    limits.acquire(limits.RateLimitKey("1" * 64, (Rate(5, 3600),)))
    clock.shift(60)
    assert limits.clean_up(100) == 1
    assert [row.key for row in Limit.objects.all()] == ["1" * 64]


def wait_for(*windows, unless_full=()):
    with pytest.raises(Throttled) as refused:
        limits.acquire(*windows, unless_full=unless_full)
    return refused.value.retry_after


def test_all_rates_of_a_window_apply_and_the_longest_wait_is_told(clock):
    window = limits.RateLimitKey("0" * 64, TWO)
    limits.acquire(window)
    limits.acquire(window)
    assert wait_for(window) == 60
    clock.shift(60)
    limits.acquire(window)
    assert wait_for(window) == 3600 - 60  # one a minute would be free
    clock.shift(3600 - 60)
    limits.acquire(window)


def test_a_try_given_back_is_free_again_for_all_rates(clock):
    window = limits.RateLimitKey("0" * 64, TWO)
    for _ in range(9):
        limits.release(limits.acquire(window), window)
    limits.acquire(window)
    limits.acquire(window)
    assert wait_for(window) == 60


def test_several_windows_are_taken_from_together_or_not_at_all(clock, five, django_assert_num_queries):
    narrow = limits.RateLimitKey("1" * 64, (Rate(2, 600),))
    wide = limits.RateLimitKey("2" * 64, (Rate(9, 60),))
    limits.acquire(narrow)
    limits.acquire(narrow)
    with django_assert_num_queries(1):
        assert wait_for(five, narrow, wide) == 600
    assert list(Limit.objects.values_list("key", flat=True)) == [narrow.key]
    with django_assert_num_queries(3):
        limits.acquire(five, wide)
    with django_assert_num_queries(2):
        stamp = limits.acquire(wide, five)
    assert all(stamp in log for log in Limit.objects.exclude(key=narrow.key).values_list("log", flat=True))


def test_several_windows_with_several_rates_keep_as_much_as_each_needs(clock):
    one, other = limits.RateLimitKey("1" * 64, TWO), limits.RateLimitKey("2" * 64, (Rate(5, 60), Rate(1, 1)))
    for _ in range(9):
        limits.record_hit(one, other)
        clock.shift(1)
    logs = dict(Limit.objects.values_list("key", "log"))
    assert {key: len(log) for key, log in logs.items()} == {one.key: 3 * 21, other.key: 5 * 21}
    assert wait_for(one, other) == 3600 - 3


def test_a_try_is_given_back_in_those_windows_that_are_named(clock, five):
    other = limits.RateLimitKey("1" * 64, (Rate(5, 60),))
    stamp = limits.acquire(five, other)
    limits.release(stamp, five)
    assert dict(Limit.objects.values_list("key", "log")) == {five.key: "", other.key: stamp}


def test_a_window_that_is_only_looked_at_refuses_and_is_not_taken_from(clock, five):
    looked_at = limits.RateLimitKey("1" * 64, (Rate(1, 30),))
    limits.acquire(five, unless_full=[looked_at])
    limits.record_hit(looked_at)
    assert wait_for(five, unless_full=[looked_at]) == 30
    assert len(Limit.objects.get(key=looked_at.key).log) == 21


def test_counting_in_several_windows_is_one_statement(clock, five, django_assert_num_queries):
    other = limits.RateLimitKey("1" * 64, (Rate(7, 60),))
    for _ in range(3):
        with django_assert_num_queries(1):
            limits.record_hit(five, other)
    assert {len(log) for log in Limit.objects.values_list("log", flat=True)} == {3 * 21}


def test_a_window_freed_between_reading_and_taking_is_taken_from(clock, five, monkeypatch):
    """As where the clean-up takes the row away, or another process gives a try back."""
    limits.acquire(five)
    read = limits.read

    def cleaned_up_after(windows):
        logs = read(windows)
        Limit.objects.filter(key=five.key).delete()
        monkeypatch.setattr(limits, "read", read)
        return logs

    monkeypatch.setattr(limits, "read", cleaned_up_after)
    stamp = limits.acquire(five)
    assert Limit.objects.get(key=five.key).log == stamp


def test_two_tries_of_one_moment_are_told_apart_whatever_is_drawn(clock, monkeypatch):
    """One drawn twice would pass a full window as one that it was taken from already, and be given back for both."""
    drawn = iter(["aaaa", "aaaa", "aaaa", "bbbb"])
    monkeypatch.setattr("core.ratelimit.logs.secrets.token_hex", lambda _: next(drawn, "cccc"))
    full, other = limits.RateLimitKey("0" * 64, (Rate(1, 60),)), limits.RateLimitKey("1" * 64, (Rate(2, 60),))
    limits.acquire(full)
    limits.acquire(other)
    stamp = limits.acquire(other)
    limits.release(stamp, other)
    assert len(Limit.objects.get(key=other.key).log) == 21
    drawn = iter(["aaaa"] * 2)
    assert wait_for(full, other) == 60


def test_ten_times_the_highest_limit_fits_into_the_column(settings):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"login_address": "1000/hour"}}
    window = limits.rate_limit_key("login_address", "2001:db8::/48", times=10)
    assert window.rates == (Rate(3000, 3600),)
    assert window.length < 65_536


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rates=st.sampled_from([(Rate(5, 60),), TWO, (Rate(4, 50), Rate(2, 10), Rate(6, 200))]),
    steps=st.lists(st.tuples(st.sampled_from(["acquire", "release"]), st.integers(0, 40)), max_size=25),
)
def test_any_sequence_agrees_with_a_list_of_times(rates, steps):
    Limit.objects.all().delete()
    window = limits.RateLimitKey("0" * 64, rates)
    taken = []  # the oracle: (time, hit id) of every hit that counts
    with time_machine.travel(START, tick=False) as clock:
        moment = 0
        for step, wait in steps:
            clock.shift(wait)
            moment += wait
            if step == "release" and taken:
                limits.release(taken.pop()[1], window)
                continue
            times = sorted(at for at, _ in taken)
            waits = [times[-rate.count] + rate.seconds - moment for rate in rates if len(times) >= rate.count]
            if max(waits, default=0) <= 0:
                taken.append((moment, limits.acquire(window)))
            else:
                assert wait_for(window) == max(waits)
