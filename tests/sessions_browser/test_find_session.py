"""The raw SQL query for session and user reads the same values as the ORM."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_browser.models import BrowserSession
from sessions_browser.selectors import find_session
from tests.hashers import PASSWORD


@pytest.mark.parametrize("to_refresh", [False, True])
def test_find_session_reads_session_and_user_like_the_orm(signed_in, administrator, to_refresh):
    signed_in(administrator).rotate()
    expected = BrowserSession.objects.select_related("user").get()
    with CaptureQueriesContext(connection) as queries:
        found = find_session(expected.session_token, to_refresh=to_refresh)
        for read, orm in ((found, expected), (found.user, expected.user)):
            for field in orm._meta.concrete_fields:
                if field.attname not in read.get_deferred_fields():
                    value = getattr(read, field.attname)
                    assert (value, type(value)) == ((wanted := getattr(orm, field.attname)), type(wanted)), field.name
    assert len(queries) == 1
    assert (found, found.user) == (expected, expected.user)
    assert not found._state.adding
    assert not found.user._state.adding


def test_find_session_defers_what_only_a_refresh_reads(signed_in, member):
    signed_in(member)
    sid = BrowserSession.objects.get().session_token
    assert find_session(sid, to_refresh=True).get_deferred_fields() == set()
    found = find_session(sid)
    assert found.get_deferred_fields() == {
        "created_at", "refresh_jti", "access_jti", "issued_at", "previous_jti", "retry_key_hash", "refresh_log",
        "ip_address", "user_agent",
    }  # fmt: skip
    assert found.ip_address == BrowserSession.objects.get().ip_address, "a deferred field is read where it is used"


@pytest.mark.parametrize("to_refresh", [False, True])
def test_find_session_does_not_read_the_password_hash(signed_in, member, to_refresh):
    signed_in(member)
    found = find_session(BrowserSession.objects.get().session_token, to_refresh=to_refresh)
    assert found.user.get_deferred_fields() == {"password"}


def test_user_of_a_session_can_be_changed_and_saved(signed_in, member):
    signed_in(member)
    user = find_session(BrowserSession.objects.get().session_token).user
    user.full_name = "Änne Other"
    user.save()
    member.refresh_from_db()
    assert (member.full_name, member.full_name_folded) == ("Änne Other", user.full_name_folded)
    assert "other" in member.full_name_folded
    assert member.check_password(PASSWORD)


def test_find_session_returns_none_for_an_unknown_sid(db):
    assert find_session("nobody's") is None
