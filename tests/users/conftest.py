"""Fixtures of the tests of users: browsers at other addresses, and registration without confirmation."""

import pytest

from tests.browsers import LocalBrowser


@pytest.fixture
def browser_at(db):
    """Creates a browser with this address: `browser_at("10.0.0.1")`."""
    return lambda address, **environ: LocalBrowser(REMOTE_ADDR=address, **environ)


@pytest.fixture
def _no_confirmation(settings):
    """A registration creates the user at once."""
    settings.EMAIL_CONFIRMATION = False
