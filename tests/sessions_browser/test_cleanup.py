"""Cleanup: logins and the command delete expired rows and keep all others."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from audit.models import AuditEvent
from core.clock import now
from core.models import IdempotencyKey, Limit
from sessions_browser.models import BrowserSession
from sessions_browser.services import cleanup_expired_sessions
from sessions_browser.services.cleanup import PURGE_BATCH
from sessions_browser.services.terminate import end_expired

CLEARED = (
    "24 sessions, 24 refresh tokens, 1 limits, 1 idempotency keys, 0 mails, 0 login challenges, 0 used challenges, "
    "0 factor proofs, 0 confirmations, 0 registrations, 0 email changes"
)


@pytest.fixture
def create_expired_sessions(member):
    """Creates this number of expired sessions."""

    def make(count):
        past = now() - timedelta(hours=1)
        BrowserSession.objects.bulk_create(
            BrowserSession(
                browser_id=f"browser {number}",
                user=member,
                session_token=f"sid {number}",
                expires_at=past,
                absolute_expires_at=past,
                refresh_jti=f"{number:032d}",
                access_jti=f"{number:032d}",
                issued_at=past - timedelta(days=2),
            )
            for number in range(count)
        )

    return make


def create_expired_tokens(count):
    """Creates this number of blacklisted refresh tokens that have expired."""
    past = now() - timedelta(hours=1)
    for number in range(count):
        token = OutstandingToken.objects.create(jti=f"spent {number}", token="", created_at=past, expires_at=past)
        BlacklistedToken.objects.create(token=token)


def test_login_purges_a_small_batch_of_expired_sessions(create_expired_sessions, browser, member):
    create_expired_sessions(PURGE_BATCH + 5)
    browser.log_in(member.email)
    assert BrowserSession.objects.count() == 5 + 1


def test_login_succeeds_when_its_purge_meets_a_conflict(create_expired_sessions, browser, member, monkeypatch):
    def conflict(*_, **__):
        raise OperationalError(1205, "Lock wait timeout exceeded")

    monkeypatch.setattr("sessions_browser.services.cleanup.end_expired", conflict)
    create_expired_sessions(1)
    assert browser.log_in(member.email).status_code == 200


def test_cleanup_command_deletes_only_expired_rows(create_expired_sessions, signed_in, member, capsys):
    live_client = signed_in(member)
    live_client.rotate()
    create_expired_sessions(25)
    create_expired_tokens(24)
    BrowserSession.objects.filter(browser_id="browser 0").update(expires_at=now() + timedelta(hours=1))
    Limit.objects.create(key="over", log="", expires_at=now() - timedelta(seconds=1))
    for key, hours in (("over", -1), ("alive", 1)):
        expires_at = now() + timedelta(hours=hours)
        IdempotencyKey.objects.create(user_id=member.pk, key=key, fingerprint="", expires_at=expires_at)
    limits_alive = Limit.objects.filter(expires_at__gt=now()).count()

    call_command("cleanup_expired_sessions", "--batch", "10")

    assert capsys.readouterr().out.strip() == CLEARED
    assert BrowserSession.objects.count() == 2
    assert live_client.check().status_code == 200
    assert OutstandingToken.objects.count() == BlacklistedToken.objects.count() == 1
    assert Limit.objects.count() == limits_alive
    assert [row.key for row in IdempotencyKey.objects.all()] == ["alive"]
    assert AuditEvent.objects.filter(event="session_expired").count() == 24


def test_second_cleanup_deletes_nothing(create_expired_sessions):
    create_expired_sessions(3)
    cleanup_expired_sessions()
    assert set(cleanup_expired_sessions().values()) == {0}


def test_expired_session_with_a_usable_refresh_token_is_blacklisted_by_the_cleanup(create_expired_sessions):
    create_expired_sessions(2)
    BrowserSession.objects.filter(browser_id="browser 0").update(issued_at=now() - timedelta(hours=2))

    cleanup_expired_sessions()

    token = BlacklistedToken.objects.get().token
    assert (token.jti, token.user_id, token.token) == (f"{0:032d}", None, "")
    assert token.expires_at - token.created_at == api_settings.REFRESH_TOKEN_LIFETIME


def test_cleanup_writes_an_audit_row_for_each_session_and_a_log_line_for_each_batch(
    create_expired_sessions, member, caplog, django_capture_on_commit_callbacks
):
    create_expired_sessions(5)
    ids = list(BrowserSession.objects.order_by("pk").values_list("pk", flat=True))
    caplog.set_level("INFO")

    with django_capture_on_commit_callbacks(execute=True):
        cleanup_expired_sessions(batch=2)

    rows = AuditEvent.objects.filter(event="session_expired").order_by("pk")
    assert [(row.user_id, row.actor_id, row.details) for row in rows] == [
        (member.pk, None, {"session": pk}) for pk in ids
    ]
    lines = [record.getMessage() for record in caplog.records]
    assert [json.loads(line)["count"] for line in lines if "session_expired" in line] == [2, 2, 1]
    assert [line for line in lines if line.startswith("cleanup")] == [
        f"cleanup: {count} sessions deleted" for count in (2, 2, 1)
    ]


def count_statements(model_rows, create):
    """The statements of a cleanup of one batch with this number of rows."""
    create(model_rows)
    with CaptureQueriesContext(connection) as queries:
        cleanup_expired_sessions(batch=100)
    return len(queries)


def test_cleanup_runs_the_same_number_of_statements_for_many_rows_of_a_batch(create_expired_sessions):
    assert connection.features.supports_json_field  # asks SQLite, and only the first time
    for create in (create_expired_sessions, create_expired_tokens):
        assert count_statements(2, create) == count_statements(40, create)


def test_interrupted_cleanup_keeps_its_batches_and_the_next_run_continues(create_expired_sessions, monkeypatch):
    def end_one_batch(rows, **options):
        if BrowserSession.objects.count() <= 2:
            raise OperationalError(2013, "Lost connection to server during query")
        return end_expired(rows, **options)

    create_expired_sessions(5)
    with monkeypatch.context() as patch:
        patch.setattr("sessions_browser.services.cleanup.end_expired", end_one_batch)
        with pytest.raises(OperationalError):
            cleanup_expired_sessions(batch=3)
    assert BrowserSession.objects.count() == AuditEvent.objects.filter(event="session_expired").count() - 1 == 2

    assert cleanup_expired_sessions(batch=3)["sessions"] == 2
    assert AuditEvent.objects.filter(event="session_expired").count() == 5
