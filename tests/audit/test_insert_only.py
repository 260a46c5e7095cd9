"""The database rejects changes of audit rows; a transaction that is rolled back leaves no row and no log line."""

import pytest
from django.db import Error, connection, transaction
from django.test import TestCase

from audit.events import Event
from audit.models import AuditEvent
from audit.services import record, record_all
from core.client_info import SYSTEM_CLIENT
from users import notifications as mail

REPLACE = "REPLACE INTO audit_events (id, at, event, ip_address, user_agent, details)"


def save(row):
    row.event = Event.LOGOUT
    row.save()


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


ATTACKS = {
    "update of a queryset": lambda _: AuditEvent.objects.update(user_id=99),
    "delete of a queryset": lambda row: AuditEvent.objects.filter(pk=row.pk).delete(),
    "save of a row": save,
    "delete of a row": lambda row: row.delete(),
    "bulk update": lambda row: AuditEvent.objects.bulk_update(
        [AuditEvent(pk=row.pk, event=Event.LOGOUT)], fields=["event"]
    ),
    "upsert": lambda row: AuditEvent.objects.bulk_create(
        [AuditEvent(pk=row.pk, event=Event.LOGOUT)],
        update_conflicts=True,
        update_fields=["event"],
        unique_fields=["pk"] if connection.features.supports_update_conflicts_with_target else None,
    ),
    "UPDATE": lambda _: run("UPDATE audit_events SET user_id = NULL"),
    "DELETE": lambda _: run("DELETE FROM audit_events"),
    "REPLACE": lambda _: run(f"{REPLACE} SELECT id, at, 'logout', '', '', details FROM audit_events"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ATTACKS)
def test_database_rejects_changes_of_audit_rows(attack):
    record(Event.LOGIN_FAILED, client=SYSTEM_CLIENT, user_id=7)
    before = list(AuditEvent.objects.values())

    with pytest.raises(Error, match="audit_events is insert-only"), transaction.atomic():
        ATTACKS[attack](AuditEvent.objects.get())
    assert list(AuditEvent.objects.values()) == before


@transaction.atomic
def record_and_roll_back():
    record(Event.LOGIN_FAILED, client=SYSTEM_CLIENT, user_id=7)
    record_all([(Event.LOGOUT, 7, {}), (Event.LOGOUT, 8, {})], client=SYSTEM_CLIENT)
    raise RuntimeError


@pytest.mark.django_db
def test_rolled_back_events_leave_no_row_and_no_log_line(caplog):
    with TestCase.captureOnCommitCallbacks(execute=True):
        with pytest.raises(RuntimeError):
            record_and_roll_back()
        record(Event.ADMIN_LOGIN, client=SYSTEM_CLIENT, user_id=8)

    assert list(AuditEvent.objects.values_list("event", flat=True)) == [Event.ADMIN_LOGIN]
    assert len([line for line in caplog.records if line.name == "audit"]) == 1


def test_request_that_fails_after_writing_an_audit_row_leaves_no_row(signed_in, manager, caplog, monkeypatch):
    def fail(person):
        assert AuditEvent.objects.filter(event=Event.USER_INVITED).exists()
        raise RuntimeError("the transaction is lost")

    browser = signed_in(manager)
    monkeypatch.setattr(mail, "send_invitation", fail)
    body = {"email": "invited@example.com", "full_name": "Ivy Invited", "role": "member"}

    assert browser.post("/api/users/", body).json()["code"] == "server_error"
    assert not AuditEvent.objects.filter(event=Event.USER_INVITED).exists()
    assert '"event": "user_invited"' not in caplog.text
