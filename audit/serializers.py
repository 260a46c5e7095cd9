"""The response body of an audit event."""

from rest_framework import serializers

from audit.models import AuditEvent
from core.user_agents import browser_name


class AuditEventSerializer(serializers.ModelSerializer[AuditEvent]):
    """An audit event; `user` is the id of the subject, `actor` the id of the person who acted."""

    user = serializers.IntegerField(source="user_id", allow_null=True)
    actor = serializers.IntegerField(source="actor_id", allow_null=True)
    browser = serializers.SerializerMethodField(help_text="A readable name, such as `Firefox 140 on Linux`.")
    details = serializers.DictField()

    class Meta:
        model = AuditEvent
        fields = ["id", "at", "event", "user", "actor", "ip_address", "browser", "request_id", "details"]
        read_only_fields = fields

    def get_browser(self, event: AuditEvent) -> str:
        """See `browser_name`."""
        return browser_name(event.user_agent)
