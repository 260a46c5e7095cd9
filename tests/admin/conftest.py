"""Staff on the admin's pages."""

from datetime import datetime

import pytest
import time_machine

from tests.admin.pages import AdminBrowser

START = datetime.fromisoformat("2026-03-01T12:00:00+00:00")


@pytest.fixture
def clock():
    """Stands still until a test moves it. Name it before the cast."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def admin_browser(db):
    """One that nobody is signed in on."""
    return AdminBrowser()


@pytest.fixture
def entered(db):
    """Signs a person in to the admin: `entered(manager)`."""

    def enter(person):
        browser = AdminBrowser()
        assert browser.log_in(person.email).status_code == 302
        return browser

    return enter
