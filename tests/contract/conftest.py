"""A fixture for tests that call the WSGI application directly."""

import pytest
from django.db import connection


@pytest.fixture
def wsgi(db, monkeypatch):
    """The end of a request does not close the connection, so that the test's transaction stays open.

    Django's test client does the same.
    """
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
