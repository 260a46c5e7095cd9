"""Staff on the admin's pages."""

import pytest

from tests.admin.pages import AdminBrowser
from tests.admin.scene import a_bank


@pytest.fixture
def admin_browser(db):
    """One that nobody is signed in on."""
    return AdminBrowser()


@pytest.fixture
def entered(db):
    """Signs a person in to the admin: `entered(manager)`. By what a login leaves: half of a test would be logins."""

    def enter(person):
        browser = AdminBrowser()
        browser.enter(person)
        return browser

    return enter


@pytest.fixture
def inside(entered, manager):
    """The manager, in the admin."""
    return entered(manager)


@pytest.fixture
def logged_in(db):
    """The same by the page itself, for tests of the sign-in and of what ends it."""

    def log_in(person):
        browser = AdminBrowser()
        assert browser.log_in(person.email).status_code == 302
        return browser

    return log_in


@pytest.fixture
def bank(signed_in, member, cashier, manager):
    """A row on every page: their ids, by page and by what they are."""
    signed_in(member)
    return a_bank(member, cashier, manager)
