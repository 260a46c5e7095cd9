"""Ends sessions: one at a person's request, all of a user, or all of the bank."""

from typing import Any

from audit.events import Event
from core.client_info import SYSTEM_CLIENT, ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import NotFound
from sessions_browser.models import BrowserSession
from sessions_browser.selectors import sessions_revocable_by
from sessions_browser.services.terminate import end_sessions

BATCH = 1000  # rows in a transaction of `end_all_sessions`


@atomic_with_retry
def revoke_session(*, session_id: int, actor: Any, client: ClientInfo) -> None:
    """Ends one of the actor's sessions, for managers any session. Raises NotFound for any other."""
    rows = sessions_revocable_by(actor).filter(pk=session_id)
    if not end_sessions(rows, event=Event.SESSION_REVOKED, client=client, actor_id=actor.pk):
        raise NotFound


@atomic_with_retry
def revoke_others(*, current: BrowserSession, client: ClientInfo) -> int:
    """Ends all sessions of the user but this one; returns how many."""
    rows = BrowserSession.objects.filter(user_id=current.user_id).exclude(pk=current.pk)
    return end_sessions(rows, event=Event.SESSION_REVOKED, client=client, actor_id=current.user_id)


def end_sessions_of_user(
    user_id: int,
    *,
    client: ClientInfo,
    actor_id: int | None,
    because: str,
    keep: BrowserSession | None = None,
    **details: Any,
) -> int:
    """Ends all sessions of a user but `keep`, in the caller's transaction; returns how many there were.

    `because` and the other details are recorded in the audit row of each session.
    """
    rows = BrowserSession.objects.filter(user_id=user_id)
    if keep is not None:
        rows = rows.exclude(session_token=keep.session_token)
    return end_sessions(rows, event=Event.SESSION_REVOKED, client=client, actor_id=actor_id, because=because, **details)


def end_all_sessions(*, user_id: int | None, command: str) -> int:
    """Ends all sessions of one user, or with None of all users, for a management command; returns how many.

    One transaction for each thousand rows; safe to run twice at once. Sessions that are opened after the call began are
    left alone. The audit rows have no actor, so they name the command.
    """
    rows = BrowserSession.objects.all() if user_id is None else BrowserSession.objects.filter(user_id=user_id)
    last = rows.order_by("-pk").values_list("pk", flat=True).first()
    ended, after = 0, 0
    while ids := list(rows.filter(pk__gt=after, pk__lte=last or 0).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        ended += _end_for_command(ids, command)
        after = ids[-1]
    return ended


@atomic_with_retry
def _end_for_command(ids: list[int], command: str) -> int:
    rows = BrowserSession.objects.filter(pk__in=ids)
    return end_sessions(rows, event=Event.SESSION_REVOKED, client=SYSTEM_CLIENT, actor_id=None, command=command)
