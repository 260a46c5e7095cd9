"""The raw SQL query for session and user reads the same values as the ORM."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_browser.models import BrowserSession
from sessions_browser.selectors import find_session


def test_find_session_reads_session_and_user_like_the_orm(signed_in, administrator):
    signed_in(administrator).rotate()
    expected = BrowserSession.objects.select_related("user").get()
    with CaptureQueriesContext(connection) as queries:
        found = find_session(expected.session_token)
        for field in BrowserSession._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(expected, field.attname), field.name
        for field in expected.user._meta.concrete_fields:
            if field.name != "password":
                assert getattr(found.user, field.attname) == getattr(expected.user, field.attname), field.name
    assert len(queries) == 1


def test_find_session_does_not_read_the_password_hash(signed_in, member):
    signed_in(member)
    found = find_session(BrowserSession.objects.get().session_token)
    assert found.user.get_deferred_fields() == {"password"}


def test_find_session_returns_none_for_an_unknown_sid(db):
    assert find_session("nobody's") is None
