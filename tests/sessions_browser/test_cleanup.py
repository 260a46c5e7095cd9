"""Cleanup: logins and the command delete expired rows and keep all others."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from audit.models import AuditEvent
from core.clock import now
from core.models import IdempotencyKey, Limit
from sessions_browser.models import BrowserSession
from sessions_browser.services import cleanup_expired_sessions
from sessions_browser.services.cleanup import PURGE_PER_LOGIN

CLEARED = "24 sessions, 24 refresh tokens, 1 limits, 1 idempotency keys, 0 mails, 0 registrations, 0 email changes"


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


def test_login_purges_a_small_batch_of_expired_sessions(create_expired_sessions, browser, member):
    create_expired_sessions(PURGE_PER_LOGIN + 5)
    browser.log_in(member.email)
    assert BrowserSession.objects.count() == 5 + 1


def test_login_succeeds_when_its_purge_meets_a_conflict(create_expired_sessions, browser, member, monkeypatch):
    def conflict(*_, **__):
        raise OperationalError(1205, "Lock wait timeout exceeded")

    monkeypatch.setattr("sessions_browser.services.cleanup.end_sessions", conflict)
    create_expired_sessions(1)
    assert browser.log_in(member.email).status_code == 200


def test_cleanup_command_deletes_only_expired_rows(create_expired_sessions, signed_in, member, capsys):
    live_client = signed_in(member)
    live_client.rotate()
    create_expired_sessions(25)
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
