"""What the tests of users share: a clock that stands still, and browsers at other addresses."""

import pytest

from tests.browsers import LocalBrowser


@pytest.fixture
def at(db):
    """A browser at an address: `at("10.0.0.1")`."""
    return lambda address, **environ: LocalBrowser(REMOTE_ADDR=address, **environ)
