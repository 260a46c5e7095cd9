"""The audit trail in the admin: to be read."""

from django.contrib import admin

from audit.models import AuditEvent
from core.admin import ReadOnlyAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Newest first."""

    list_display = ["at", "event", "user_id", "actor_id", "ip_address"]
    list_filter = ["event", "at"]
    search_fields = ["=user_id", "=actor_id", "=ip_address"]
    ordering = ["-id"]
