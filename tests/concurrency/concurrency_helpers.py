"""Concurrent requests: many browsers, each on its own connection, whose calls start at the same moment."""

import contextlib
import os
import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.browsers import Browser

MARIADB = os.environ.get("DATABASE_URL", "").startswith("mysql")
_LOCK_WAITS = (
    "SELECT COUNT(*) FROM information_schema.innodb_trx t "
    "JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id "
    "WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()"
)


def run_concurrently(*calls):
    """Starts all calls at the same moment, each on its own thread; returns their results in the same order."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [future.result() for future in [threads.submit(run, call) for call in calls]]


def map_concurrently(act, *lists):
    """`map` with concurrent calls: `map_concurrently(Browser.log_in, browsers, people)`."""
    return run_concurrently(*(partial(act, *row) for row in zip(*lists, strict=True)))


def race(ending, *acts):
    """Starts `ending` and all `acts` at once; each act is repeated until `ending` has returned, and then once more.

    Returns the result of `ending`, and a list of results for each act: its last call started after `ending` returned.
    """
    ended = threading.Event()

    def end():
        try:
            return ending()
        finally:
            ended.set()

    def repeat(act):
        responses = []
        while True:
            last = ended.is_set()
            responses.append(act())
            if last:
                return responses

    response, *others = run_concurrently(end, *(partial(repeat, act) for act in acts))
    return response, others


@contextlib.contextmanager
def locked_rows(server, select, *parameters):
    """Another transaction locks the rows of a SELECT until the block ends (MariaDB only)."""
    with contextlib.closing(server._connect()) as holder:
        cursor = holder.cursor()
        assert cursor.execute(f"{select} FOR UPDATE", parameters), "no row to lock"
        try:
            yield
        finally:
            holder.rollback()


def run_behind_lock(server, select, parameters, *calls):
    """Starts all calls while these rows are locked, and unlocks them when each call waits; returns their results.

    Whatever the calls read before they wait for a lock, all of them have read by then.
    """
    with ThreadPoolExecutor(len(calls)) as threads:
        with locked_rows(server, select, *parameters):
            futures = [threads.submit(call) for call in calls]
            wait_for_lock_waits(server, *futures)
        return [future.result() for future in futures]


def wait_for_lock_waits(server, *futures):
    """Returns when each of these calls waits for a row lock. Fails where one ends without waiting."""
    deadline = time.monotonic() + 60
    while server.sql(_LOCK_WAITS)[0][0] < len(futures):
        assert time.monotonic() < deadline, "the calls do not wait for a lock"
        for future in futures:
            assert not future.done(), f"did not wait for a lock: {getattr(future.result(), 'content', '')}"
        # MariaDB renews the table only if nobody has read it for 0.1 s; another test may read it as well.
        time.sleep(random.uniform(0.11, 0.3))


def open_browsers(server, count):
    """New browsers with open connections, which the kernel distributes over the server's processes."""
    browsers = [server.browser() for _ in range(count)]
    map_concurrently(Browser.get, browsers, ["/healthz"] * count)
    return browsers


def share_session(browser, browsers):
    """Copies one browser's `browserId` and tokens to all `browsers`, which makes them its tabs."""
    for tab in browsers:
        tab.set_cookie("browserId", browser.cookie("browserId"))
        tab.access, tab.refresh = browser.access, browser.refresh


def count_outcomes(responses):
    """Counts the responses by status and error code: `{"200": 1, "401 token_superseded": 31}`."""
    return dict(Counter(_outcome(response) for response in responses))


def _outcome(response):
    if response.status_code < 400 or not response.headers["Content-Type"].startswith("application/json"):
        return str(response.status_code)
    return f"{response.status_code} {response.json()['code']}"
