"""The outbox in the admin: what waits, what was sent and what failed. A row has neither the text nor a link."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from audit.admin_reads import RecordedAdmin
from audit.events import Event
from core.admin.columns import BAD, GOOD, INFO, badge_column, column
from core.admin.filters import DateRangeFilter
from core.admin.links import Link
from core.authorization.capabilities import Capability
from outbox.enums import MailStatus
from outbox.models import OutgoingMail

STATUS = badge_column("status", {MailStatus.QUEUED: INFO, MailStatus.SENT: GOOD, MailStatus.FAILED: BAD})
KIND = column("mail", lambda mail: mail.kind.replace("_", " ").capitalize(), name="kind", ordering="kind")


@admin.register(OutgoingMail)
class OutgoingMailAdmin(RecordedAdmin):
    """For managers. The facts of a mail are not shown, because some are part of its link."""

    view_capability = Capability.VIEW_MAIL_QUEUE
    read_event = Event.PERSON_READ
    list_display = ["id", KIND, "recipient", STATUS, "attempts", "last_error", "created_at", "next_attempt_at",
                    "finished_at"]  # fmt: skip
    list_filter = ["status", "kind", ("created_at", DateRangeFilter)]
    search_fields = ["recipient"]
    ordering = ["-id"]
    fields = [KIND, "recipient", "language", STATUS, "attempts", "last_error", "created_at", "next_attempt_at",
              "finished_at", "request_id"]  # fmt: skip
    link_lookups = frozenset({"user_id"})
    links: ClassVar[list[Link]] = [
        Link("The person", "users_user", lambda mail: mail.user_id),
        Link("Audit log of this person", "audit_auditevent",
             lambda mail: {"user_id": mail.user_id} if mail.user_id else None),
    ]  # fmt: skip

    def users_of(self, row: OutgoingMail) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.user_id]

    def has_act_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No user: mails are sent by the server and by `manage.py send_mail`."""
        return False
