"""Appends events: one row in the caller's transaction, one line on the `audit` logger once it commits."""

import json
import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from audit.events import Event
from audit.metrics import count_event
from audit.models import AuditEvent
from core.client_info import ClientInfo
from core.clock import now
from core.db.deferred import GeneratedKey, execute_deferred, json_with_key
from core.db.sql import insert_select, insert_sql

logger = logging.getLogger("audit")
_dumps = partial(json.dumps, cls=DjangoJSONEncoder)  # as the field does


def record(
    event: Event,
    *,
    client: ClientInfo,
    user_id: int | None = None,
    actor_id: int | None = None,
    **details: Any,
) -> None:
    """Appends one event. `user_id` is the subject, `actor_id` the person who acted (None: unknown).

    `details` must not contain a password, a token or a cookie.
    """
    record_all([(event, user_id, details)], client=client, actor_id=actor_id)


def record_deferred(
    event: Event, *, client: ClientInfo, user_id: int | None = None, actor_id: int | None = None, **details: Any
) -> None:
    """As `record`, but the row is written with the next statement of the caller's transaction, or with its COMMIT.

    The first detail may be the key of a row whose INSERT is deferred.
    """
    row = build_event(event, client, user_id, actor_id, details)
    stored = json_with_key(details, _dumps) or details
    execute_deferred(*insert_sql(AuditEvent, [{**vars(row), "details": stored}]))
    transaction.on_commit(lambda: _log_deferred(row))


def record_all(
    events: Iterable[tuple[Event, int | None, dict[str, Any]]], *, client: ClientInfo, actor_id: int | None = None
) -> None:
    """Appends several events `(event, user_id, details)` of one operation, in one statement."""
    append([build_event(event, client, user_id, actor_id, details) for event, user_id, details in events])


def record_for_each(
    event: Event, rows: QuerySet[Any], *, client: ClientInfo, user_id: Combinable, details: dict[str, Combinable]
) -> int:
    """Appends one event for each of `rows` by one statement, with `user_id` and `details` as expressions of the rows.

    For jobs that write many events of one kind, without a person who acted. The log gets one line for all of them.
    """
    common = vars(build_event(event, client, None, None, {}))
    fields = {field.attname: field for field in AuditEvent._meta.concrete_fields}
    values = {name: Value(value, output_field=fields[name]) for name, value in common.items() if name in fields}
    written = insert_select(AuditEvent, rows, **{**values, "user_id": user_id, "details": JSONObject(**details)})
    if written:
        facts = {"event": str(event), "count": written, "ip": client.ip_address}
        transaction.on_commit(lambda: _log_all(facts))
    return written


def build_event(
    event: Event, client: ClientInfo, user_id: int | None, actor_id: int | None, details: dict[str, Any]
) -> AuditEvent:
    """The row, not yet written."""
    return AuditEvent(
        at=now(),
        event=event,
        user_id=user_id,
        actor_id=actor_id,
        ip_address=client.ip_address,
        user_agent=client.user_agent,
        request_id=client.request_id,
        client_request_id=client.client_request_id,
        details=details,
    )


def append(rows: list[AuditEvent]) -> None:
    """Inserts the rows, and logs them once the caller's transaction commits; immediately where there is none."""
    _insert(rows)
    transaction.on_commit(lambda: log_events(rows))


def log_events(rows: list[AuditEvent], **more: Any) -> None:
    """The lines on the `audit` logger. A detail that has the name of another fact is `details.<name>` there."""
    for row in rows:
        facts = {"event": str(row.event), "user": row.user_id, "actor": row.actor_id, "ip": row.ip_address}
        facts |= {f"details.{name}" if name in facts else name: value for name, value in row.details.items()} | more
        text = json.dumps(facts, ensure_ascii=True, default=str)
        count_event(row.event)
        logger.info(text, extra={"fields": facts, "title": str(row.event)})


def _log_deferred(row: AuditEvent) -> None:
    """Logs an event once the keys in its details are known."""
    row.details = {
        name: value.value if isinstance(value, GeneratedKey) else value for name, value in row.details.items()
    }
    log_events([row])


def _log_all(facts: dict[str, Any]) -> None:
    count_event(facts["event"], facts["count"])
    logger.info(json.dumps(facts, ensure_ascii=True), extra={"fields": facts, "title": facts["event"]})


def _insert(rows: list[AuditEvent]) -> None:
    """Raw SQL: `bulk_create` accounted for a tenth of the time of a posting (bench/posting.py)."""
    with connection.cursor() as cursor:
        cursor.execute(*insert_sql(AuditEvent, [vars(row) for row in rows]))
