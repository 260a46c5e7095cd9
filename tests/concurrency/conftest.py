"""Races take minutes: they run on MariaDB, and on SQLite with `WITH_RACES=1` (as in `.ci/run`) or asked for by path."""

import os

import pytest

WANTED = os.environ.get("WITH_RACES") or os.environ.get("DATABASE_URL", "").startswith("mysql")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Before any fixture: no server is started for a test that is not run."""
    if not WANTED and not any("concurrency" in argument for argument in item.config.args):
        pytest.skip("a race: WITH_RACES=1, make test-mariadb, or ARGS=tests/concurrency")
