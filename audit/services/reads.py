"""Records reads of personal data: once an hour for the same actor and the same object.

A read that cannot be recorded must not happen: the database's error is raised to the caller, whose response is a 503.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from audit.events import Event
from audit.services.recording import record
from core.client_info import ClientInfo
from core.ratelimit.approximate import counters
from core.ratelimit.memory import NoRoom
from core.ratelimit.rate import Rate

ONCE_AN_HOUR = Rate(1, 3600)


def record_read(
    event: Event, *, client: ClientInfo, actor_id: int, user_ids: Iterable[int | None], **about: Any
) -> None:
    """Must be called before the response is returned. `user_ids` are the users it is about, `about` names the object.

    Reads of the actor's own data are not recorded. Of several users, none is the subject of the row: its details list
    them.
    """
    others = sorted({user_id for user_id in user_ids if user_id is not None and user_id != actor_id})
    if others:
        users = {"users": others} if len(others) > 1 else {}
        _record_once(event, client, actor_id, others[0] if len(others) == 1 else None, about | users)


def record_audit_read(*, client: ClientInfo, actor_id: int, user_id: int | None, **about: Any) -> None:
    """Records that the audit log was read; `user_id` is the user in its filter, if there is one."""
    _record_once(Event.AUDIT_READ, client, actor_id, user_id, about)


def _record_once(event: Event, client: ClientInfo, actor_id: int, user_id: int | None, details: dict[str, Any]) -> None:
    digest = hashlib.sha256(json.dumps([user_id, details], sort_keys=True, default=str).encode()).hexdigest()[:32]
    key = f"audit_read:{event}:{actor_id}:{digest}"
    wait = counters().hit(key, ONCE_AN_HOUR)
    if wait and not isinstance(wait, NoRoom):  # a read that could not be counted is recorded
        return
    try:
        record(event, client=client, user_id=user_id, actor_id=actor_id, **details)
    except Exception:
        counters().undo_hit(key, ONCE_AN_HOUR)
        raise
