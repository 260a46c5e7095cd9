"""Rows that are read by written-out SQL have the same values as those that the ORM reads."""

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from core.db.rows import read_rows
from sessions_browser.models import BrowserSession
from users.authentication.known_browsers import find_account
from users.models import KnownBrowser, User


def assert_equal(read, orm):
    """Values and types of all columns are equal."""
    assert read == orm
    assert not read._state.adding
    for field in orm._meta.concrete_fields:
        value, wanted = getattr(read, field.attname), getattr(orm, field.attname)
        assert (value, type(value)) == (wanted, type(wanted)), field.name


@pytest.mark.parametrize("lock", [False, True])
def test_rows_are_read_like_the_orm_with_one_query(signed_in, administrator, lock):
    signed_in(administrator)
    session = BrowserSession.objects.get()
    with CaptureQueriesContext(connection) as queries:
        (user,) = read_rows(User, "id = %s", [administrator.pk], lock=lock)
        (found,) = read_rows(BrowserSession, "browser_id = %s", [session.browser_id], lock=lock)
    assert_equal(user, User.objects.get(pk=administrator.pk))
    assert_equal(found, session)
    assert len(queries) == 2
    locks = lock and connection.features.has_select_for_update
    assert [query["sql"].endswith(" FOR UPDATE") for query in queries] == [locks] * 2


def test_condition_without_a_row_reads_an_empty_list(db):
    assert read_rows(User, "id = %s", [0]) == []


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        read_rows(User, "id = %s", [0], lock=True)
    with transaction.atomic():
        assert read_rows(User, "id = %s", [0], lock=True) == []


def test_account_is_found_like_the_orm_with_its_known_browser(browser, administrator):
    assert browser.log_in(administrator.email).status_code == 200
    browser_id = browser.cookie("browserId")
    known = KnownBrowser.objects.get()
    for lookup in ({"email": administrator.email}, {"id": administrator.pk}):
        user, seen = find_account(browser_id=browser_id, **lookup)
        assert_equal(user, User.objects.get(pk=administrator.pk))
        assert (seen.row_id, seen.browser_hash, seen.is_known) == (known.pk, known.browser_hash, True)


def test_unknown_account_has_no_known_browser(db):
    user, seen = find_account(browser_id=None, email="nobody@example.com")
    assert (user, seen.row_id, seen.is_known) == (None, None, False)
