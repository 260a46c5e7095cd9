"""Formats log lines as text or as JSON, in UTC, each with the id of its request.

Log calls with structured data pass `extra={"fields": {...}, "title": "..."}`: in JSON they are fields of the line, with
the title in place of the message.
"""

import json
import logging
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from core.logging.request_ids import current_request_ids

_encode = json.JSONEncoder(ensure_ascii=True, default=str).encode


class LineFormatter(logging.Formatter):
    """`time request_id level logger message`; `-` outside of requests.

    A message is always one line. The lines of a traceback follow it, indented.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback if there is one."""
        request_id = current_request_ids().request_id or "-"
        text = f"{_time(record)} {request_id} {record.levelname} {record.name} {_one_line(record.getMessage())}"
        if not record.exc_info and not record.stack_info:
            return text
        traceback = _traceback(self, record)
        return "\n    ".join([text, *map(_one_line, traceback.split("\n"))]) if traceback else text


class JsonFormatter(logging.Formatter):
    """One JSON object a line, in ASCII; a traceback is one of its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The object."""
        ids = current_request_ids()
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname,
            "logger": record.name,
            "message": getattr(record, "title", None) or record.getMessage(),
            "request_id": ids.request_id or None,
        }
        if ids.client_request_id:
            line["client_request_id"] = ids.client_request_id
        for name, value in getattr(record, "fields", {}).items():
            line.setdefault(name, value)
        traceback = _traceback(self, record)
        if traceback:
            line["traceback"] = traceback
        return _encode(line)


def _time(record: logging.LogRecord) -> str:
    return f"{_second(int(record.created))}.{int(record.created * 1000) % 1000:03d}Z"


@lru_cache(maxsize=4)  # many lines have the same second
def _second(timestamp: int) -> str:
    return f"{datetime.fromtimestamp(timestamp, UTC):%Y-%m-%dT%H:%M:%S}"


def _one_line(text: str) -> str:
    """With every control and format character escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    parts = [formatter.formatException(record.exc_info)] if record.exc_info else []
    parts += [formatter.formatStack(record.stack_info)] if record.stack_info else []
    return "\n".join(parts)
