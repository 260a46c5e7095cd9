"""Ends sessions at a person's request."""

from typing import Any

from audit.events import Event
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import NotFound
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import sessions_revocable_by
from sessions_browser.services.terminate import end_sessions


@atomic_with_retry
def revoke_session(*, session_id: int, actor: Any, client: ClientInfo) -> None:
    """Ends one session of the actor's, or for managers anybody's. Raises NotFound for any other."""
    rows = sessions_revocable_by(actor).filter(pk=session_id)
    if not end_sessions(rows, event=Event.SESSION_REVOKED, client=client, actor_id=actor.pk):
        raise NotFound


@atomic_with_retry
def revoke_others(*, current: BrowserSession, client: ClientInfo) -> int:
    """Ends all sessions of the user but this one; returns how many."""
    rows = BrowserSession.objects.filter(user_id=current.user_id).exclude(pk=current.pk)
    return end_sessions(rows, event=Event.SESSION_REVOKED, client=client, actor_id=current.user_id)
