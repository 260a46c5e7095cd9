"""Log lines as text and JSON: times in UTC, one line each, with the request id."""

import json
import logging
import sys
from datetime import UTC, datetime

import pytest

from core.logging.formatters import JsonFormatter, LineFormatter
from core.logging.request_ids import RequestIds, serving

MOMENT = datetime(2026, 3, 1, 12, 0, 0, 7000, tzinfo=UTC)
FORGED = "x\n2026-03-01T12:00:00.000Z - INFO audit {}\r\x1b[2J\u2028\u202e"


def record(message="hello", *args, **extra):
    log_record = logging.LogRecord("bankportal.test", logging.WARNING, __file__, 1, message, args, None)
    log_record.created = MOMENT.timestamp()
    log_record.__dict__.update(extra)
    return log_record


def exception_info():
    try:
        raise ValueError(FORGED)
    except ValueError:
        return sys.exc_info()


def test_text_line_has_utc_time_request_id_level_logger_and_message():
    line = LineFormatter().format
    assert line(record("to %s", "you")) == "2026-03-01T12:00:00.007Z - WARNING bankportal.test to you"
    with serving(RequestIds("abc123", "client-id")):
        assert line(record()) == "2026-03-01T12:00:00.007Z abc123 WARNING bankportal.test hello"


def test_client_text_cannot_start_a_line_in_a_message_or_traceback():
    text = LineFormatter().format(record("from %s", FORGED, exc_info=exception_info()))

    first, *others = text.splitlines()
    assert r"from x\n2026" in first
    assert len(others) >= 3
    assert all(line.startswith("    ") for line in others)
    assert "\x1b" not in text


def test_json_line_is_one_object_with_the_fields_and_traceback_of_the_record():
    fields = {"event": "logout", "user": 5, "level": "cannot be replaced", "at": MOMENT}
    with serving(RequestIds("abc123", "client-id")):
        text = JsonFormatter().format(record("{}", fields=fields, title="logout", exc_info=exception_info()))

    assert len(text.splitlines()) == 1
    line = json.loads(text)
    assert line.pop("traceback").startswith("Traceback (most recent call last)")
    assert line == {
        "time": "2026-03-01T12:00:00.007Z", "level": "WARNING", "logger": "bankportal.test", "message": "logout",
        "request_id": "abc123", "client_request_id": "client-id", "event": "logout", "user": 5, "at": str(MOMENT),
    }  # fmt: skip


@pytest.mark.parametrize("text", [FORGED, "ä", "\ud800"])
def test_json_line_is_ascii_and_one_line_for_any_client_text(text):
    line = JsonFormatter().format(record("from %s", text))

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == f"from {text}"
    assert json.loads(line)["request_id"] is None
