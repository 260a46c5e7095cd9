"""Waits for what another process or thread does."""

import time


def wait_until(condition, *, seconds=60, report=lambda: ""):
    """Returns the first true value of `condition`; fails after `seconds`, with the text that `report` returns."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, report()
        time.sleep(0.05)
    return value
