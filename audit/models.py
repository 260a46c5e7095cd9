"""The table of the audit log. Rows are only inserted: triggers refuse UPDATE and DELETE."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Now

from core.clock import now
from core.logging.request_ids import MAX_CLIENT_REQUEST_ID


class AuditEvent(models.Model):
    """One event. Users are numbers, not foreign keys: the log outlives every other row."""

    at = models.DateTimeField(default=now, db_default=Now())
    event = models.CharField(max_length=40)  # of audit.events; no `choices`: a new event needs no migration
    user_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    ip_address = models.CharField(max_length=45, db_default="")
    user_agent = models.CharField(max_length=255, db_default="")
    request_id = models.CharField(max_length=32, db_default="")  # the server's own, as in the response and the log
    client_request_id = models.CharField(max_length=MAX_CLIENT_REQUEST_ID, db_default="")
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        db_table = "audit_events"
        indexes = [
            models.Index(fields=["event", "id"], name="audit_event"),
            models.Index(fields=["user_id", "id"], name="audit_user"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["request_id", "id"], name="audit_request_id"),
            models.Index(fields=["client_request_id", "id"], name="audit_client_request_id"),
            models.Index(fields=["actor_id", "id"], name="audit_actor"),
            models.Index(fields=["ip_address", "id"], name="audit_ip_address"),
        ]

    def __str__(self) -> str:
        return f"{self.event} #{self.pk}"
