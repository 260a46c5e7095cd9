"""The bank of the old version, upgraded once for all tests of a process."""

import os

import pytest

from tests.upgrade.upgraded import UpgradedServer


@pytest.fixture(scope="session")
def upgraded_server():
    with UpgradedServer(f"upgrade_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as server:
        yield server


@pytest.fixture
def upgraded(upgraded_server):
    yield upgraded_server
    upgraded_server.close_browsers()
