"""A request succeeds if only its activity cannot be recorded; a request that loses its connection is 503."""

from datetime import timedelta

import pytest
from django.db import connection

from core.clock import now
from sessions_browser.models import BrowserSession
from tests.admin.admin_client import AdminBrowser
from tests.contract.error_assertions import assert_error
from tests.database_errors import failing
from tests.transactions.ledger_assertions import empty_insert_only_tables

# Without an enclosing transaction, as in production: an error would break it.
pytestmark = pytest.mark.django_db(transaction=True)
TOUCH = "UPDATE `browser_sessions`" if connection.vendor == "mysql" else 'UPDATE "browser_sessions"'
CANNOT_WRITE = [
    (1290, "The MariaDB server is running with the --read-only option"),
    (1792, "Cannot execute statement in a READ ONLY transaction"),
    (1836, "Running in read-only mode"),
    (1114, "The table 'browser_sessions' is full"),
    (1021, "Disk full"),
    (1205, "Lock wait timeout exceeded"),
    (1213, "Deadlock found"),
    ("attempt to write a readonly database",),
    ("database or disk is full",),
    ("database is locked",),
]


@pytest.fixture(autouse=True)
def _clean_ledger(transactional_db):
    yield
    empty_insert_only_tables()


def make_touch_due():
    """Sets the last activity to a minute ago, so that the next request updates it."""
    BrowserSession.objects.update(last_active_at=now() - timedelta(minutes=1))
    return BrowserSession.objects.get().last_active_at


def test_get_succeeds_where_only_the_touch_cannot_be_written(signed_in, cashier, caplog):
    browser = signed_in(cashier)
    for error in CANNOT_WRITE:
        before = make_touch_due()
        caplog.clear()
        with failing(TOUCH, *error):
            assert browser.get("/api/accounts/").status_code == 200, error
        assert BrowserSession.objects.get().last_active_at == before
        (record,) = [record for record in caplog.records if record.name != "access"]
        assert (record.name, record.levelname) == ("bankportal.sessions", "WARNING")
        assert record.getMessage().endswith(f"not recorded: {error if len(error) > 1 else error[0]}")
    assert browser.get("/api/accounts/").status_code == 200
    assert BrowserSession.objects.get().last_active_at > before


def test_staff_page_succeeds_where_only_the_touch_cannot_be_written(manager):
    browser = AdminBrowser()
    browser.enter(manager)
    make_touch_due()
    with failing(TOUCH, 1290, "read-only"):
        assert browser.get("/admin/users/user/").status_code == 200


@pytest.mark.parametrize("error", [(2013, "Lost connection"), (1040, "Too many connections")])
def test_request_whose_connection_is_lost_at_the_touch_is_503(error, signed_in, cashier):
    browser = signed_in(cashier)
    make_touch_due()
    with failing(TOUCH, *error):
        assert_error(browser.get("/api/accounts/"), 503, "unavailable")
