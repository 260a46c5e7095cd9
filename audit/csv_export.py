"""Audit events as CSV: the same columns as the JSON, safe to open in a spreadsheet."""

import json
from collections.abc import Iterable, Iterator

from audit.models import AuditEvent
from core.clock import iso_utc
from core.csv_export import csv_line, escape_formula
from core.user_agents import browser_name

MAX_EVENTS = 10_000  # of one file
COLUMNS = ("id", "at", "event", "user", "actor", "ip_address", "browser", "request_id", "details")


def to_csv(events: Iterable[AuditEvent]) -> Iterator[str]:
    """A line of headings and a line for each event; `details` are JSON."""
    yield csv_line(COLUMNS)
    for event in events:
        yield csv_line(escape_formula(cell) for cell in _cells(event))


def _cells(event: AuditEvent) -> Iterator[str]:
    yield str(event.pk)
    yield iso_utc(event.at)
    yield event.event
    yield "" if event.user_id is None else str(event.user_id)
    yield "" if event.actor_id is None else str(event.actor_id)
    yield event.ip_address
    yield browser_name(event.user_agent)
    yield event.request_id
    yield json.dumps(event.details, ensure_ascii=False)
