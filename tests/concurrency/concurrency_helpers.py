"""A crowd: many browsers, each on its own connection, whose calls start at the same moment."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.browsers import Browser


def run_concurrently(*calls):
    """Runs each call on a thread of its own, all let go together; returns their results in the same order."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return [future.result() for future in [threads.submit(run, call) for call in calls]]


def map_concurrently(act, *lists):
    """`map`, but at once: `map_concurrently(Browser.log_in, browsers, people)`."""
    return run_concurrently(*(partial(act, *row) for row in zip(*lists, strict=True)))


def race(ending, *acts):
    """Lets `ending` and all `acts` go at once; each act is repeated until `ending` has returned, and once more.

    Returns the ending's answer, and for each act its answers: the last one was asked for after the end.
    """
    over = threading.Event()

    def end():
        try:
            return ending()
        finally:
            over.set()

    def repeat(act):
        responses = []
        while True:
            last = over.is_set()
            responses.append(act())
            if last:
                return responses

    response, *others = run_concurrently(end, *(partial(repeat, act) for act in acts))
    return response, others


def open_browsers(server, count):
    """New browsers, their connections open: the kernel deals these out to the server's processes."""
    browsers = [server.browser() for _ in range(count)]
    map_concurrently(Browser.get, browsers, ["/healthz"] * count)
    return browsers


def share_session(browser, browsers):
    """Puts one browser's `browserId` and tokens into all of them: its tabs."""
    for tab in browsers:
        tab.set_cookie("browserId", browser.cookie("browserId"))
        tab.access, tab.refresh = browser.access, browser.refresh


def count_outcomes(responses):
    """How many there are of each kind: `{"200": 1, "401 token_superseded": 31}`."""
    return dict(Counter(_outcome(response) for response in responses))


def _outcome(response):
    if response.status_code < 400 or not response.headers["Content-Type"].startswith("application/json"):
        return str(response.status_code)
    return f"{response.status_code} {response.json()['code']}"
