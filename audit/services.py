"""Writes the audit trail: one row in the caller's transaction, one line on the `audit` logger once it commits."""

import json
import logging
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from audit.events import Event
from audit.models import AuditEvent
from core.client import Client
from core.clock import now
from core.counters import counters
from core.db.sql import insert_sql
from core.rates import Rate

logger = logging.getLogger("audit")

# Refusals cost their sender nothing, so they must not cost us a row each: per address and kind, this many a minute.
REFUSALS_RECORDED = Rate(60, 60)


def record(
    event: Event,
    *,
    client: Client,
    user_id: int | None = None,
    actor_id: int | None = None,
    **details: Any,
) -> None:
    """Appends one event. `user_id` is whom it concerns, `actor_id` who did it (None: nobody we know).

    `details` are plain facts: never a password, a token or a cookie.
    """
    record_all([(event, user_id, details)], client=client, actor_id=actor_id)


def record_all(
    events: Iterable[tuple[Event, int | None, dict[str, Any]]], *, client: Client, actor_id: int | None = None
) -> None:
    """Appends several events `(event, user_id, details)` of one doing, in one statement."""
    rows = [
        AuditEvent(
            at=now(),
            event=event,
            user_id=user_id,
            actor_id=actor_id,
            ip_address=client.ip_address,
            user_agent=client.user_agent,
            details=details,
        )
        for event, user_id, details in events
    ]
    _insert(rows)
    transaction.on_commit(lambda: _log(rows))


def _insert(rows: list[AuditEvent]) -> None:
    """In SQL: of a posting, `bulk_create` was a tenth (bench/posting.py)."""
    with connection.cursor() as cursor:
        cursor.execute(*insert_sql(AuditEvent, [vars(row) for row in rows]))


def record_refusal(event: Event, *, client: Client, user_id: int | None = None, **details: Any) -> None:
    """Appends a refusal that anybody can provoke at will, so at most so many a minute for one address."""
    if not counters().take(f"audit:{event}:{client.network}", REFUSALS_RECORDED):
        record(event, client=client, user_id=user_id, **details)


def _log(rows: list[AuditEvent]) -> None:
    for row in rows:
        facts = {"event": row.event, "user": row.user_id, "actor": row.actor_id, "ip": row.ip_address, **row.details}
        logger.info(json.dumps(facts, ensure_ascii=True, default=str))
