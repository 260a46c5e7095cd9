"""Records refusals, which any client can provoke: rows within caps, and each with its line on the `audit` logger."""

import logging
from typing import Any

from django.db import Error, transaction

from audit.caps import admit
from audit.events import Event
from audit.models import AuditEvent
from audit.services.recording import append, build_event, log_events
from core.client_info import ClientInfo
from core.db.errors import is_outage

logger = logging.getLogger("bankportal.audit")


def record_refusal(
    event: Event, *, client: ClientInfo, user_id: int | None = None, actor_id: int | None = None, **details: Any
) -> None:
    """Appends a refusal in the caller's transaction, unless its cap is full (`audit.caps`).

    Its line on the `audit` logger follows the commit, with or without a row; `"recorded": false` marks one without.
    """
    row = build_event(event, client, user_id, actor_id, details)
    is_recorded, rows = _rows(row, client)
    if not is_recorded:
        transaction.on_commit(lambda: log_events([row], recorded=False))
    if rows:
        append(rows)


def record_refusal_alone(
    event: Event, *, client: ClientInfo, user_id: int | None = None, actor_id: int | None = None, **details: Any
) -> None:
    """The same in a statement of its own. If the database cannot write it, only the log has the refusal."""
    row = build_event(event, client, user_id, actor_id, details)
    is_recorded, rows = _rows(row, client)
    if not is_recorded:
        log_events([row], recorded=False)
    if rows:
        try:
            append(rows)
        except Error as exc:
            if not is_outage(exc):
                raise
            logger.error("%s is only in the log, the database cannot write: %s", event, exc)
            log_events(rows, recorded=False)


def _rows(row: AuditEvent, client: ClientInfo) -> tuple[bool, list[AuditEvent]]:
    """Whether the refusal is recorded, and all rows to write: with it, the counts of those that were not."""
    is_recorded, due = admit(Event(row.event), row.user_id, client)
    counts = [
        build_event(
            Event.REFUSALS_SUPPRESSED,
            client,
            cap.user_id,
            None,
            {"event": str(cap.event), "network": cap.network, "count": count},
        )
        for cap, count in due
    ]
    return is_recorded, [row, *counts] if is_recorded else counts
