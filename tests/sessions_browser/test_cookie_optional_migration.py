"""The column `cookie_optional`: rows keep their meaning in both directions and beside servers of the old release."""

import contextlib

import pytest
from django.core.management import call_command
from django.db import connection

from sessions_browser.enums import Binding
from sessions_browser.models import BrowserSession
from tests.browsers import SCRIPT, LocalBrowser
from tests.hashers import PASSWORD
from tests.transactions.ledger_assertions import empty_insert_only_tables
from users.models import User

FORMS = {
    Binding.COOKIE_REQUIRED: {"bind_browser": True},
    Binding.COOKIE_OPTIONAL: {},
    Binding.UNBOUND: {"bind_browser": False},
}


@contextlib.contextmanager
def schema_of_the_earlier_release():
    """Context manager that removes the column."""
    call_command("migrate", "sessions_browser", "0002", verbosity=0)
    try:
        yield
    finally:
        call_command("migrate", "sessions_browser", verbosity=0)


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else None


@pytest.fixture
def sessions(transactional_db):
    """A signed-in script for every binding."""
    User.objects.create_user("script@example.com", PASSWORD, full_name="Sarah Script")
    scripts = {binding: LocalBrowser(SCRIPT) for binding in FORMS}
    for binding, script in scripts.items():
        assert script.log_in("script@example.com", **FORMS[binding]).status_code == 200
    yield scripts
    empty_insert_only_tables()


def without_cookie(scripts):
    """Whether each token is accepted without the cookie."""
    return {b: LocalBrowser(SCRIPT).check(token=script.access).status_code == 200 for b, script in scripts.items()}


def test_rows_of_the_earlier_release_keep_their_meaning_and_the_reverse_migration_requires_the_cookie(sessions):
    with schema_of_the_earlier_release():
        required = dict(sql("SELECT id, cookie_required FROM browser_sessions ORDER BY id"))
        assert [bool(value) for value in required.values()] == [True, True, False]

    bindings = [session.binding for session in BrowserSession.objects.order_by("id")]
    assert bindings == [Binding.COOKIE_REQUIRED, Binding.COOKIE_REQUIRED, Binding.UNBOUND]
    assert without_cookie(sessions) == {
        Binding.COOKIE_REQUIRED: False,
        Binding.COOKIE_OPTIONAL: False,
        Binding.UNBOUND: True,
    }


@pytest.mark.slow
def test_migration_keeps_the_rows_and_the_cascade(sessions):
    with schema_of_the_earlier_release():
        assert len(sql("SELECT id FROM browser_sessions")) == len(FORMS)
    assert BrowserSession.objects.count() == len(FORMS)

    sql("DELETE FROM users WHERE email = %s", "script@example.com")
    assert BrowserSession.objects.count() == 0


def test_row_inserted_by_the_earlier_release_keeps_its_meaning(sessions):
    """The earlier release does not name the new column in its INSERT."""
    columns = [field.column for field in BrowserSession._meta.concrete_fields if field.column != "cookie_optional"]
    names = ", ".join(columns)
    rows = sql(f"SELECT {names} FROM browser_sessions WHERE cookie_optional = %s", False)
    sql("DELETE FROM browser_sessions")
    for row in rows:
        sql(f"INSERT INTO browser_sessions ({names}) VALUES ({', '.join(['%s'] * len(row))})", *row)

    del sessions[Binding.COOKIE_OPTIONAL]
    assert without_cookie(sessions) == {Binding.COOKIE_REQUIRED: False, Binding.UNBOUND: True}


def test_row_reused_by_the_earlier_release_requires_the_cookie(sessions):
    """The earlier release sets `cookie_required` and does not change the new column."""
    sql("UPDATE browser_sessions SET cookie_required = %s WHERE cookie_optional = %s", True, True)
    script = sessions[Binding.COOKIE_OPTIONAL]

    assert LocalBrowser(SCRIPT).check(token=script.access).json()["code"] == "browser_mismatch"
    assert script.check().status_code == 200
