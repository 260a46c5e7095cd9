"""Rate limits that each process counts in memory: few calls of Redis, and limits exceeded by a bounded number."""

from types import SimpleNamespace

import pytest

from core.ratelimit import batched
from core.ratelimit.approximate import REDIS_RETRY_DELAY, RedisCounters
from core.ratelimit.batched import BatchedCounters, most_pending
from core.ratelimit.rate import Rate
from core.ratelimit.throttles import count_request
from tests.core.test_approximate_limits import redis_url  # noqa: F401 (a fixture)
from tools.mariadb import free_port

HOUR, SMALL = Rate(100, 3600), Rate(19, 3600)
TWO_RATES = (Rate(60, 60), Rate(100, 3600))


@pytest.fixture
def processes(redis_url):  # noqa: F811
    """The counters of three processes."""
    found = [BatchedCounters(RedisCounters(redis_url)) for _ in range(3)]
    yield found
    for store in found:
        store._redis.close()


def allowed(store, *rates, tries=300, key="user:1"):
    return sum(store.hit(key, *rates) == 0 for _ in range(tries))


def test_one_process_allows_exactly_the_limit(clock, processes):
    assert allowed(processes[0], HOUR) == 100
    assert processes[0].hit("user:2", HOUR) == 0


def test_several_processes_exceed_a_limit_by_at_most_their_pending_hits(clock, processes):
    passed = sum(allowed(store, HOUR, tries=1) for _ in range(300) for store in processes)

    assert 100 <= passed <= 100 + len(processes) * most_pending([HOUR])


def test_process_that_did_not_hear_of_the_others_exceeds_the_limit_by_its_pending_hits(clock, processes):
    assert allowed(processes[0], HOUR) == 100
    for store in processes[1:]:
        assert allowed(store, HOUR) <= most_pending([HOUR])


def test_flush_tells_the_others_within_one_more_flush(clock, processes):
    one, other, _ = processes
    assert allowed(one, HOUR, tries=99) == 99
    other.hit("user:1", HOUR)
    one.flush()
    other.flush()
    assert other.hit("user:1", HOUR) > 0


def test_wait_of_a_process_that_knows_all_hits_is_exact(clock, processes):
    allowed(processes[0], HOUR)
    wait = processes[0].hit("user:1", HOUR)
    clock.shift(wait - 1)
    assert processes[0].hit("user:1", HOUR) > 0
    clock.shift(1)
    assert processes[0].hit("user:1", HOUR) == 0


def test_refused_hits_do_not_count(clock, processes):
    allowed(processes[0], HOUR, tries=500)
    clock.shift(2 * 3600)
    assert processes[0].hit("user:1", HOUR) == 0


def test_hits_of_an_ended_window_are_counted_in_the_next(clock, processes):
    one, other, _ = processes
    clock.shift(3599)
    assert allowed(one, HOUR, tries=4) == 4
    clock.shift(1)
    one.flush()
    assert allowed(other, HOUR, tries=96) == 96
    other.flush()
    assert other.hit("user:1", HOUR) > 0


def test_several_rates_all_apply(clock, processes):
    assert allowed(processes[0], *TWO_RATES) == 60
    clock.shift(120)
    assert allowed(processes[0], *TWO_RATES) == 40


def test_small_limit_is_counted_by_redis_alone(clock, processes):
    assert most_pending([SMALL]) == 0
    assert sum(allowed(store, SMALL, tries=1) for _ in range(30) for store in processes) == SMALL.count


def test_many_requests_of_many_users_are_one_message(clock, processes, monkeypatch):
    store, sent = processes[0], []
    add = store._redis.add
    monkeypatch.setattr(store._redis, "add", lambda hits: sent.append(len(hits)) or add(hits))
    for number in range(200):
        store.hit(f"user:{number}", HOUR)
    assert sent == []
    store.flush()
    store.flush()
    assert sent == [200]


def test_limit_of_the_process_applies_while_redis_is_down_and_its_hits_are_sent_later(clock, redis_url, monkeypatch):  # noqa: F811
    moment = SimpleNamespace(value=1000.0)
    monkeypatch.setattr("core.ratelimit.approximate.time.monotonic", lambda: moment.value)
    store, other = (BatchedCounters(RedisCounters(redis_url)) for _ in range(2))
    client = store._redis._client
    store._redis._client = RedisCounters(f"redis://127.0.0.1:{free_port()}/0")._client
    assert allowed(store, HOUR) == 100

    store._redis._client = client
    moment.value += REDIS_RETRY_DELAY
    store.flush()
    assert allowed(other, HOUR) <= most_pending([HOUR])
    for counters in (store, other):
        counters._redis.close()


def test_requests_of_a_worker_are_counted_in_batches_and_other_limits_are_not(monkeypatch):
    hits = []
    monkeypatch.setattr(batched, "_running", SimpleNamespace(hit=lambda key, *_: hits.append(key) or 0))
    for scope in ("anon", "user", "unknown_account"):
        count_request(scope, "1")
    assert hits == ["anon:1", "user:1"]


def test_stop_sends_the_last_hits_and_leaves_the_count_to_redis(clock, processes, monkeypatch):
    monkeypatch.setattr(batched, "_running", None)
    store, other, _ = processes
    store.start()
    assert batched.running() is store
    assert allowed(store, HOUR) == 100
    assert store.stop(10)
    assert batched.running() is None
    other.hit("user:1", HOUR)
    other.flush()
    assert other.hit("user:1", HOUR) > 0
