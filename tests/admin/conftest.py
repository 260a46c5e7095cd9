"""Staff on the admin's pages."""

import pytest

from tests.admin.admin_client import AdminBrowser
from tests.admin.bank_fixtures import a_bank


@pytest.fixture
def admin_browser(db):
    """One that nobody is signed in on."""
    return AdminBrowser()


@pytest.fixture
def admin_login(db):
    """Signs a person in to the admin: `entered(manager)`. By what a login leaves: half of a test would be logins."""

    def enter(person):
        browser = AdminBrowser()
        browser.enter(person)
        return browser

    return enter


@pytest.fixture
def manager_admin_client(admin_login, manager):
    """The manager, in the admin."""
    return admin_login(manager)


@pytest.fixture
def admin_password_login(db):
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
