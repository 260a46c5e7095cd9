"""Counters in memory: bounded, and nobody at a limit is forgotten to make room for others."""

import pytest

from core.ratelimit import memory as memory_counters
from core.ratelimit.memory import EXAMINED, RETRY, MemoryCounters
from core.ratelimit.rate import Rate

HOUR, ONCE = Rate(100, 3600), Rate(1, 3600)


@pytest.fixture
def store(monkeypatch):
    """With room for a hundred keys of a kind."""
    monkeypatch.setattr(memory_counters, "MAX_KEYS", 100)
    return MemoryCounters()


def use_up(store, key, rate=HOUR):
    while not store.hit(key, rate):
        pass


def others(store, count, kind="anon"):
    return [store.hit(f"{kind}:other {number}", HOUR) for number in range(count)]


def size(store, kind="anon"):
    return len(store._kinds[kind])


def test_memory_stays_bounded_and_new_keys_find_room(clock, store):
    assert others(store, 1000) == [0] * 1000
    assert size(store) == 100


@pytest.mark.slow
def test_100_000_other_keys_free_nobody_who_is_at_the_limit(clock):
    store = MemoryCounters()
    use_up(store, "anon:attacker")
    wait = store.hit("anon:attacker", HOUR)
    assert not any(others(store, 100_000))
    assert store.hit("anon:attacker", HOUR) == wait > 0
    assert size(store) <= memory_counters.MAX_KEYS


def test_of_those_examined_the_key_that_has_used_the_least_makes_room(clock, store, monkeypatch):
    monkeypatch.setattr(memory_counters, "EXAMINED", 100)
    for number in range(100):
        for _ in range(1 if number == 7 else 50):
            store.hit(f"anon:{number}", HOUR)
    others(store, 1)
    assert "anon:7" not in store._kinds["anon"]
    assert [store.hit("anon:0", HOUR) == 0 for _ in range(51)] == [True] * 50 + [False]


def test_where_everybody_is_at_the_limit_a_new_key_is_refused_and_all_stay(clock, store):
    for number in range(100):
        use_up(store, f"anon:{number}", ONCE)
    assert others(store, 1000) == [RETRY] * 1000
    assert size(store) == 100
    assert all(store.hit(f"anon:{number}", ONCE) for number in range(100))


def test_once_their_windows_are_over_there_is_room_again(clock, store):
    for number in range(100):
        use_up(store, f"anon:{number}", ONCE)
    assert store.hit("anon:new", ONCE) == RETRY
    clock.shift(2 * 3600)
    assert store.hit("anon:new", ONCE) == 0


def test_windows_that_are_over_are_forgotten_while_there_is_room_too(clock, store):
    others(store, 90)
    clock.shift(2 * 3600)
    for number in range(90):
        store.hit(f"anon:new {number}", HOUR)
    assert size(store) <= 90


def test_one_kind_of_key_that_is_full_refuses_and_forgets_nobody_of_another(clock, store):
    use_up(store, "user:1")
    for number in range(100):
        use_up(store, f"anon:{number}", ONCE)
    assert others(store, 5) == [RETRY] * 5
    assert others(store, 5, kind="user") == [0] * 5
    assert store.hit("user:1", HOUR) > 0


def test_a_new_key_looks_at_so_many_others_and_no_more(clock, store, monkeypatch):
    use_up(store, "anon:attacker")
    others(store, 200)
    examined = []
    used = memory_counters._used
    monkeypatch.setattr(memory_counters, "_used", lambda *args: examined.append(args) or used(*args))
    store.hit("anon:new", HOUR)
    assert 0 < len(examined) <= EXAMINED
    examined.clear()
    store.hit("anon:new", HOUR)
    assert examined == []


def test_of_several_rates_the_one_that_is_used_up_keeps_the_key(clock, store):
    for _ in range(3):
        store.hit("anon:attacker", HOUR, Rate(3, 86400))
    others(store, 1000)
    assert store.hit("anon:attacker", HOUR, Rate(3, 86400)) > 3600
