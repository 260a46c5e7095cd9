"""What the tests of users share: a clock that stands still, and browsers at other addresses."""

from datetime import datetime

import pytest
import time_machine

from tests.browsers import LocalBrowser

START = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


@pytest.fixture
def clock():
    """Stands still until a test moves it. Name it before the cast."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def at(db):
    """A browser at an address: `at("10.0.0.1")`."""
    return lambda address, **environ: LocalBrowser(REMOTE_ADDR=address, **environ)
