"""Concurrency tests take minutes: on MariaDB, with `WITH_RACES=1` as in `make test-long`, or if named by path."""

import os

import pytest

WANTED = os.environ.get("WITH_RACES") or os.environ.get("DATABASE_URL", "").startswith("mysql")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Runs before any fixture, so that no server is started for a skipped test."""
    if not WANTED and not any("concurrency" in argument for argument in item.config.args):
        pytest.skip("concurrency test: WITH_RACES=1, make test-mariadb, or ARGS=tests/concurrency")
