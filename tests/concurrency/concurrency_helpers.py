"""Concurrent requests: many browsers, each on its own connection, whose calls start at the same moment."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.browsers import Browser


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
