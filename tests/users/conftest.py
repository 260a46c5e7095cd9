"""What the tests of users share: browsers at other addresses, and registration without confirmation."""

import pytest

from tests.browsers import LocalBrowser


@pytest.fixture
def at(db):
    """A browser at an address: `at("10.0.0.1")`."""
    return lambda address, **environ: LocalBrowser(REMOTE_ADDR=address, **environ)


@pytest.fixture
def _no_confirmation(settings):
    """A registration opens the person's account at once."""
    settings.EMAIL_CONFIRMATION = False
