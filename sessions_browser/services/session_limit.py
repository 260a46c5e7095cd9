"""Limits the live sessions of a user: a login beyond `MAX_SESSIONS` ends the oldest."""

from django.conf import settings
from django.db import connection

from audit.events import Event
from core.client_info import ClientInfo
from core.clock import now
from sessions_browser.enums import Binding
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import active_sessions_of
from sessions_browser.services.terminate import end_sessions


def end_surplus(opened: BrowserSession, client: ClientInfo) -> None:
    """Ends the user's oldest other sessions until there are `MAX_SESSIONS`, in the caller's transaction.

    A session that does not require its browser's cookie ends first if the new one does not require it either: a script
    that logs in for every call ends its own sessions, not those of a person's browsers. Exact for any number
    of logins at once, because each of them holds the lock of the user's row.
    """
    others = _read_others(opened)
    surplus = len(others) + 1 - settings.MAX_SESSIONS
    if opened.binding is not Binding.COOKIE_REQUIRED:
        others.sort(key=lambda row: row[0])  # stable: each kind stays in the order of age
    if surplus > 0:  # guard: session-limit
        oldest = active_sessions_of(opened.user_id).filter(pk__in=[pk for _, pk in others[:surplus]])
        end_sessions(
            oldest, event=Event.SESSION_REVOKED, client=client, actor_id=opened.user_id, because="too many sessions"
        )


def _read_others(opened: BrowserSession) -> list[tuple[bool, int]]:
    """Whether the cookie is required, and the id, of the user's other live sessions, the oldest first.

    Written out, because every login reads it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cookie_required, id FROM browser_sessions WHERE user_id = %s AND expires_at > %s AND id <> %s "
            "ORDER BY created_at, id",
            [opened.user_id, connection.ops.adapt_datetimefield_value(now()), opened.pk],
        )
        return [(bool(required), pk) for required, pk in cursor.fetchall()]
