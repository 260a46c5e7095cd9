"""Fixtures of the tests of users: browsers at other addresses, counted hashes, registration at once."""

import pytest

from tests.browsers import LocalBrowser
from tests.hashers import RecordingHasher


@pytest.fixture
def hashed_passwords(settings):
    """The passwords that are hashed from now on, in order."""
    settings.PASSWORD_HASHERS = ["tests.hashers.RecordingHasher"]
    RecordingHasher.hashed.clear()
    return RecordingHasher.hashed


@pytest.fixture
def browser_at(db):
    """Creates a browser with this address: `browser_at("10.0.0.1")`."""
    return lambda address, **environ: LocalBrowser(REMOTE_ADDR=address, **environ)


@pytest.fixture
def _no_confirmation(settings):
    """A registration creates the user at once."""
    settings.EMAIL_CONFIRMATION = False
