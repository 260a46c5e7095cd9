"""The exact limits: windows slide, tries can be given back, refused ones take nothing."""

from datetime import datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import limits
from core.errors import Throttled
from core.models import Limit
from core.rates import Rate

START = datetime.fromisoformat("2026-03-01T12:00:00+00:00")
pytestmark = pytest.mark.django_db


@pytest.fixture
def five():
    return limits.Window("0" * 64, Rate(5, 60))


def test_the_sixth_try_waits_until_the_first_has_left_the_window(clock, five):
    limits.take(five)
    clock.shift(10)
    for _ in range(4):
        limits.take(five)
    with pytest.raises(Throttled) as refused:
        limits.take(five)
    assert refused.value.retry_after == 50

    clock.shift(timedelta(seconds=49, microseconds=999_999))
    with pytest.raises(Throttled) as refused:
        limits.take(five)
    assert refused.value.retry_after == 1

    clock.shift(timedelta(microseconds=1))
    limits.take(five)
    with pytest.raises(Throttled):
        limits.take(five)


def test_a_try_given_back_leaves_room_for_exactly_one(clock, five):
    stamps = [limits.take(five) for _ in range(5)]
    limits.give_back(five, stamps[2])
    limits.take(five)
    with pytest.raises(Throttled):
        limits.take(five)


def test_a_try_given_back_twice_frees_no_second_one(clock, five):
    stamps = [limits.take(five) for _ in range(5)]
    limits.give_back(five, stamps[0])
    limits.give_back(five, stamps[0])
    limits.take(five)
    with pytest.raises(Throttled):
        limits.take(five)


def test_a_refused_try_takes_nothing(clock, five):
    for _ in range(5):
        limits.take(five)
    for _ in range(20):
        with pytest.raises(Throttled):
            limits.take(five)
    clock.shift(60)
    for _ in range(5):
        limits.take(five)


def test_checking_takes_nothing_and_counting_refuses_nothing(clock, five):
    for _ in range(9):
        limits.check(five)
    for _ in range(7):
        limits.count(five)
    with pytest.raises(Throttled) as refused:
        limits.check(five)
    assert refused.value.retry_after == 60


def test_subjects_do_not_share_and_keys_do_not_tell(clock):
    mine, yours = limits.window("login", "user:1", "10.0.0.1"), limits.window("login", "user:2", "10.0.0.1")
    assert mine.key != yours.key
    assert limits.window("login", "a", "bc").key != limits.window("login", "ab", "c").key
    assert "user" not in mine.key
    for _ in range(5):
        limits.take(mine)
    limits.take(yours)


def test_the_log_never_grows_beyond_the_limit(clock, five):
    for _ in range(50):
        limits.count(five)
    assert len(Limit.objects.get().log) == 5 * 21


def test_what_is_over_is_cleared_and_what_is_not_stays(clock, five):
    limits.take(five)
    limits.take(limits.Window("1" * 64, Rate(5, 3600)))
    clock.shift(60)
    assert limits.clean_up(100) == 1
    assert [row.key for row in Limit.objects.all()] == ["1" * 64]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["take", "give_back"]), st.integers(0, 40)), max_size=25))
def test_any_sequence_agrees_with_a_list_of_times(steps, five):
    Limit.objects.all().delete()
    taken = []  # the oracle: (time, stamp) of every try that stands
    with time_machine.travel(START, tick=False) as clock:
        moment = 0
        for step, wait in steps:
            clock.shift(wait)
            moment += wait
            if step == "give_back" and taken:
                limits.give_back(five, taken.pop()[1])
                continue
            room = sum(1 for at, _ in taken if at > moment - 60) < 5
            if room:
                taken.append((moment, limits.take(five)))
            else:
                with pytest.raises(Throttled) as refused:
                    limits.take(five)
                assert refused.value.retry_after == sorted(at for at, _ in taken)[-5] + 60 - moment
