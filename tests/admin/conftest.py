"""Clients of the admin site, and a bank with a row on each of its pages."""

import pytest

from tests.admin.admin_client import AdminBrowser
from tests.admin.bank_fixtures import create_bank


@pytest.fixture
def admin_browser(db):
    """An anonymous client of the admin site."""
    return AdminBrowser()


@pytest.fixture
def admin_login(db):
    """Logs a person in to the admin: `admin_login(manager)`. Sets the session directly, to save the cost of a login."""

    def log_in(person):
        browser = AdminBrowser()
        browser.enter(person)
        return browser

    return log_in


@pytest.fixture
def manager_admin_client(admin_login, manager):
    """A client of the admin site on which the manager is logged in."""
    return admin_login(manager)


@pytest.fixture
def admin_password_login(db):
    """Logs a person in through the login page, for tests of the login and of the end of its session."""

    def log_in(person):
        browser = AdminBrowser()
        assert browser.log_in(person.email).status_code == 302
        return browser

    return log_in


@pytest.fixture
def bank(signed_in, member, cashier, manager):
    """A bank with a row on every page: the ids by page and kind of row."""
    signed_in(member)
    return create_bank(member, cashier, manager)
