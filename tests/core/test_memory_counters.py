"""Counters in memory: bounded, and keys at their limit are not evicted for other keys."""

import pytest

from core.ratelimit import memory as memory_counters
from core.ratelimit.memory import EXAMINED, RETRY, MemoryCounters
from core.ratelimit.rate import Rate

HOUR, ONCE = Rate(100, 3600), Rate(1, 3600)


@pytest.fixture
def store(monkeypatch):
    """Counters with room for a hundred keys of each kind."""
    monkeypatch.setattr(memory_counters, "MAX_KEYS", 100)
    return MemoryCounters()


def use_up(store, key, rate=HOUR):
    while not store.hit(key, rate):
        pass


def hit_other_keys(store, count, kind="anon"):
    return [store.hit(f"{kind}:other {number}", HOUR) for number in range(count)]


def size(store, kind="anon"):
    return len(store._kinds[kind])


def test_number_of_keys_in_memory_is_bounded_and_new_keys_are_accepted(clock, store):
    assert hit_other_keys(store, 1000) == [0] * 1000
    assert size(store) == 100


@pytest.mark.slow
def test_100_000_other_keys_do_not_evict_a_key_at_its_limit(clock):
    store = MemoryCounters()
    use_up(store, "anon:attacker")
    wait = store.hit("anon:attacker", HOUR)
    assert not any(hit_other_keys(store, 100_000))
    assert store.hit("anon:attacker", HOUR) == wait > 0
    assert size(store) <= memory_counters.MAX_KEYS


def test_examined_key_with_the_fewest_hits_is_evicted(clock, store, monkeypatch):
    monkeypatch.setattr(memory_counters, "EXAMINED", 100)
    for number in range(100):
        for _ in range(1 if number == 7 else 50):
            store.hit(f"anon:{number}", HOUR)
    hit_other_keys(store, 1)
    assert "anon:7" not in store._kinds["anon"]
    assert [store.hit("anon:0", HOUR) == 0 for _ in range(51)] == [True] * 50 + [False]


def test_new_key_is_rejected_while_all_keys_are_at_their_limit(clock, store):
    for number in range(100):
        use_up(store, f"anon:{number}", ONCE)
    assert hit_other_keys(store, 1000) == [RETRY] * 1000
    assert size(store) == 100
    assert all(store.hit(f"anon:{number}", ONCE) for number in range(100))


def test_new_key_is_accepted_after_the_windows_of_full_keys_have_expired(clock, store):
    for number in range(100):
        use_up(store, f"anon:{number}", ONCE)
    assert store.hit("anon:new", ONCE) == RETRY
    clock.shift(2 * 3600)
    assert store.hit("anon:new", ONCE) == 0


def test_expired_keys_are_evicted_before_the_memory_is_full(clock, store):
    hit_other_keys(store, 90)
    clock.shift(2 * 3600)
    for number in range(90):
        store.hit(f"anon:new {number}", HOUR)
    assert size(store) <= 90


def test_full_kind_of_keys_does_not_affect_other_kinds(clock, store):
    use_up(store, "user:1")
    for number in range(100):
        use_up(store, f"anon:{number}", ONCE)
    assert hit_other_keys(store, 5) == [RETRY] * 5
    assert hit_other_keys(store, 5, kind="user") == [0] * 5
    assert store.hit("user:1", HOUR) > 0


def test_new_key_examines_a_bounded_number_of_other_keys(clock, store, monkeypatch):
    use_up(store, "anon:attacker")
    hit_other_keys(store, 200)
    examined = []
    used = memory_counters._used
    monkeypatch.setattr(memory_counters, "_used", lambda *args: examined.append(args) or used(*args))
    store.hit("anon:new", HOUR)
    assert 0 < len(examined) <= EXAMINED
    examined.clear()
    store.hit("anon:new", HOUR)
    assert examined == []


def test_key_with_one_exhausted_rate_is_not_evicted(clock, store):
    for _ in range(3):
        store.hit("anon:attacker", HOUR, Rate(3, 86400))
    hit_other_keys(store, 1000)
    assert store.hit("anon:attacker", HOUR, Rate(3, 86400)) > 3600
