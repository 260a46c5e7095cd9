"""Log lines as text and as JSON: in UTC, one line each, with the id of the request."""

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
    made = logging.LogRecord("bankportal.test", logging.WARNING, __file__, 1, message, args, None)
    made.created = MOMENT.timestamp()
    made.__dict__.update(extra)
    return made


def failed():
    try:
        raise ValueError(FORGED)
    except ValueError:
        return sys.exc_info()


def test_text_line_has_time_in_utc_request_id_level_logger_and_message():
    line = LineFormatter().format
    assert line(record("to %s", "you")) == "2026-03-01T12:00:00.007Z - WARNING bankportal.test to you"
    with serving(RequestIds("abc123", "client-id")):
        assert line(record()) == "2026-03-01T12:00:00.007Z abc123 WARNING bankportal.test hello"


def test_text_of_a_client_begins_no_line_in_a_message_or_a_traceback():
    text = LineFormatter().format(record("from %s", FORGED, exc_info=failed()))

    first, *others = text.splitlines()
    assert r"from x\n2026" in first
    assert len(others) >= 3
    assert all(line.startswith("    ") for line in others)
    assert "\x1b" not in text


def test_json_line_is_one_object_with_the_fields_of_the_record_and_its_traceback():
    fields = {"event": "logout", "user": 5, "level": "cannot be replaced", "at": MOMENT}
    with serving(RequestIds("abc123", "client-id")):
        text = JsonFormatter().format(record("{}", fields=fields, title="logout", exc_info=failed()))

    assert len(text.splitlines()) == 1
    line = json.loads(text)
    assert line.pop("traceback").startswith("Traceback (most recent call last)")
    assert line == {
        "time": "2026-03-01T12:00:00.007Z", "level": "WARNING", "logger": "bankportal.test", "message": "logout",
        "request_id": "abc123", "client_request_id": "client-id", "event": "logout", "user": 5, "at": str(MOMENT),
    }  # fmt: skip


@pytest.mark.parametrize("text", [FORGED, "ä", "\ud800"])
def test_json_line_is_ascii_and_one_line_whatever_a_client_sent(text):
    line = JsonFormatter().format(record("from %s", text))

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == f"from {text}"
    assert json.loads(line)["request_id"] is None
