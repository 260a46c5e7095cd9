"""Approximate rate limits: a sliding window of two counters, in memory or in Redis."""

import shutil
import subprocess

import pytest
import time_machine

from core.ratelimit.approximate import REDIS_RETRY_DELAY, RedisCounters
from core.ratelimit.memory import MemoryCounters, seconds_until_allowed
from core.ratelimit.rate import Rate
from tests.core.test_health import READY
from tools.mariadb import free_port

HOUR = Rate(100, 3600)


@pytest.fixture
def redis_url(tmp_path):
    """The URL of a Redis server for this test only."""
    pytest.importorskip("redis", reason="the Redis client is in requirements-mysql.txt")
    if not shutil.which("redis-server"):
        pytest.skip("Debian's redis-server is not installed")
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout:
            if "Ready to accept connections" in line:
                break
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(params=["memory", "redis"])
def store(request):
    if request.param == "memory":
        yield MemoryCounters()
    else:
        counters = RedisCounters(request.getfixturevalue("redis_url"))
        yield counters
        counters.close()


def test_new_window_allows_exactly_the_limit(clock, store):
    assert [store.hit("a", HOUR) for _ in range(100)] == [0] * 100
    assert store.hit("a", HOUR) > 0
    assert store.hit("b", HOUR) == 0


def test_hit_is_allowed_exactly_after_the_returned_wait(clock, store):
    for _ in range(100):
        store.hit("a", HOUR)
    wait = store.hit("a", HOUR)
    clock.shift(wait - 1)
    assert store.hit("a", HOUR) > 0
    clock.shift(1)
    assert store.hit("a", HOUR) == 0
    assert store.hit("a", HOUR) > 0


def test_half_of_the_previous_window_counts_after_half_a_window(clock, store):
    clock.shift(3599)
    for _ in range(100):
        store.hit("a", HOUR)
    clock.shift(1801)
    assert sum(store.hit("a", HOUR) == 0 for _ in range(100)) == 50


def test_rejected_hits_do_not_count(clock, store):
    for _ in range(500):
        store.hit("a", HOUR)
    clock.shift(2 * 3600)
    assert store.hit("a", HOUR) == 0


TWO_RATES = (Rate(3, 60), Rate(5, 3600))


def test_several_rates_apply_and_the_longest_wait_is_returned(clock, store):
    assert [store.hit("a", *TWO_RATES) for _ in range(3)] == [0] * 3
    assert 60 <= store.hit("a", *TWO_RATES) <= 120
    clock.shift(120)
    assert [store.hit("a", *TWO_RATES) for _ in range(2)] == [0] * 2
    assert store.hit("a", *TWO_RATES) > 3000
    clock.shift(120)  # the rate of 3 per minute would allow a hit
    assert store.hit("a", *TWO_RATES) > 3000


def test_hit_rejected_by_one_rate_counts_for_no_rate(clock, store):
    for _ in range(50):
        store.hit("a", *TWO_RATES)
    clock.shift(120)
    assert [store.hit("a", *TWO_RATES) for _ in range(2)] == [0] * 2
    assert store.hit("a", *TWO_RATES) > 0


def test_several_rates_need_one_redis_call(clock, redis_url, monkeypatch):
    store = RedisCounters(redis_url)
    calls, execute = [], store._client.execute_command
    store.hit("a", *TWO_RATES)  # the first call loads the script
    monkeypatch.setattr(
        store._client, "execute_command", lambda *args, **options: calls.append(args[0]) or execute(*args, **options)
    )
    for _ in range(5):
        store.hit("a", *TWO_RATES)
    store.close()

    assert calls == ["EVALSHA"] * 5


def test_limits_apply_in_memory_while_redis_is_down():
    pytest.importorskip("redis", reason="the Redis client is in requirements-mysql.txt")
    store = RedisCounters(f"redis://127.0.0.1:{free_port()}/0")
    with time_machine.travel("2026-03-01T12:00:00+00:00", tick=False):
        assert [store.hit("a", HOUR) for _ in range(100)] == [0] * 100
        assert store.hit("a", HOUR) > 0
    with pytest.raises(Exception, match="refused"):
        store.ping()
    store.close()


def test_redis_is_retried_only_after_the_retry_delay():
    pytest.importorskip("redis", reason="the Redis client is in requirements-mysql.txt")
    store, calls = RedisCounters(f"redis://127.0.0.1:{free_port()}/0"), []

    def script(**_options):
        calls.append(1)
        raise ConnectionError

    store._script = script
    now = 1000.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.ratelimit.approximate.time.monotonic", lambda: now)
        for _ in range(5):
            store.hit("a", HOUR)
        assert len(calls) == 1
        now += REDIS_RETRY_DELAY
        store.hit("a", HOUR)
    assert len(calls) == 2
    store.close()


def test_logins_and_reads_work_while_redis_is_down(browser, member, monkeypatch):
    pytest.importorskip("redis", reason="the Redis client is in requirements-mysql.txt")
    store = RedisCounters(f"redis://127.0.0.1:{free_port()}/0")
    monkeypatch.setattr("core.ratelimit.throttles.counters", lambda: store)
    monkeypatch.setattr("core.health.middleware.counters", lambda: store)
    assert browser.log_in(member.email).status_code == 200
    assert browser.check().status_code == 200
    for _ in range(5):
        browser.log_in(member.email, "a wrong password")
    assert browser.log_in(member.email, "a wrong password").status_code == 429
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, READY | {"status": "unavailable", "cache": "down"})
    store.close()


def test_wait_considers_the_previous_and_the_current_window():
    assert seconds_until_allowed(HOUR, 0.5, 0, 99) == 0
    assert seconds_until_allowed(HOUR, 0.0, 100, 0) > 0
    assert seconds_until_allowed(HOUR, 0.5, 0, 100) >= 1800


def test_undone_hit_allows_exactly_one_more_hit(clock, store):
    rate = Rate(1, 3600)
    assert store.hit("a", rate) == 0
    store.undo_hit("a", rate)
    store.undo_hit("a", rate)
    store.undo_hit("never hit", rate)
    assert store.hit("a", rate) == 0
    assert store.hit("a", rate) > 0
    assert store.hit("never hit", rate) == 0
    assert store.hit("never hit", rate) > 0
