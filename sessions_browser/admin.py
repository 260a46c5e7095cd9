"""Browser sessions in the admin: shows and revokes them. A row contains no token."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from audit.admin_reads import RecordedAdmin
from audit.events import Event
from core.admin.actions import ConfirmedRequest, confirmed_action, confirmed_bulk_action
from core.admin.columns import GOOD, badge, column, person_column
from core.admin.filters import DateRangeFilter
from core.admin.links import Link
from core.authorization.capabilities import Capability
from core.clock import now
from core.exceptions import NotFound
from core.user_agents import browser_name
from sessions_browser.models import BrowserSession
from sessions_browser.services.revoke import revoke_session

# SimpleJWT's own pages show tokens and allow changing them.
admin.site.unregister([OutstandingToken, BlacklistedToken])

USER = person_column("user")
STATUS = column(
    "status",
    lambda session: badge("Signed in", GOOD) if session.expires_at > now() else badge("Expired"),
    name="status_badge",
)
BROWSER = column("browser", lambda session: browser_name(session.user_agent))


@admin.register(BrowserSession)
class BrowserSessionAdmin(RecordedAdmin):
    """All rows: live sessions, and expired ones that are not deleted yet."""

    view_capability = act_capability = Capability.MANAGE_ALL_SESSIONS
    read_event = Event.PERSON_READ
    list_display = ["id", USER, STATUS, BROWSER, "ip_address", "created_at", "last_active_at", "expires_at"]
    list_filter = ["user__role", "cookie_required", "cookie_optional", ("created_at", DateRangeFilter),
                   ("expires_at", DateRangeFilter)]  # fmt: skip
    list_select_related = ["user"]
    search_fields = ["user__email", "user__full_name_folded__finds", "=ip_address"]
    ordering = ["-id"]
    fields = [USER, STATUS, BROWSER, "user_agent", "ip_address", "cookie_required", "cookie_optional", "created_at",
              "last_active_at", "expires_at", "absolute_expires_at"]  # fmt: skip
    link_lookups = frozenset({"user__id__exact", "id__exact"})
    links = [
        Link("All sessions of this person", "sessions_browser_browsersession",
             lambda session: {"user__id__exact": session.user_id}),
        Link("Audit log of this person", "audit_auditevent", lambda session: {"user_id": session.user_id}),
    ]  # fmt: skip
    actions = ["revoke_selected"]
    actions_detail = ["revoke"]

    def users_of(self, row: BrowserSession) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.user_id]

    def history_filter(self, row: BrowserSession) -> dict[str, Any] | None:
        """The events of the session, which are about its user."""
        return {"user_id": row.user_id, "object": f"session-{row.pk}"}

    @confirmed_action(
        "Revoke",
        description="The session ends at once: no token of it is accepted any more.",
        condition=lambda session: session.expires_at > now(),
        redirect_to_list=True,
        icon="logout",
        danger=True,
    )
    def revoke(self, request: HttpRequest, session: BrowserSession, confirmed: ConfirmedRequest) -> str:
        """As `DELETE /api/sessions/{id}/`."""
        revoke_session(session_id=session.pk, actor=confirmed.actor, client=confirmed.client)
        return f"Session {session.pk} of {session.user.full_name} is revoked."

    @confirmed_bulk_action(
        "Revoke the selected sessions", description="They end at once: no token of them is accepted any more."
    )
    def revoke_selected(self, request: HttpRequest, rows: Iterable[Any], confirmed: ConfirmedRequest) -> str:
        """Ends the selected sessions, each as above."""
        return f"{revoke_each(rows, confirmed)} sessions revoked."

    def row_summary(self, session: BrowserSession) -> str:
        """The description of a session on the confirmation page for several."""
        return f"{session.user.full_name} ({session.user}), {browser_name(session.user_agent)}, {session.ip_address}"


def revoke_each(rows: Iterable[BrowserSession], confirmed: ConfirmedRequest) -> int:
    """Ends each by the same service as the API; returns how many were still there."""
    revoked = 0
    for session in list(rows):
        try:
            revoke_session(session_id=session.pk, actor=confirmed.actor, client=confirmed.client)
            revoked += 1
        except NotFound:  # ended since the page was shown
            continue
    return revoked
