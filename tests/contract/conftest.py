"""What tests need that call the WSGI application themselves."""

import pytest
from django.db import connection


@pytest.fixture
def wsgi(db, monkeypatch):
    """The end of a request leaves the connection alone, and with it the transaction around the test.

    Django's test client sees to that by itself.
    """
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
