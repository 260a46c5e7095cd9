"""Bounds of input that several places share."""

import re
from datetime import date

MAX_ID = 2**63 - 1  # the largest value of an id column
MAX_PASSWORD = 128  # characters
MAX_TEXT = 200  # characters of a search
MAX_NAMED_FIELDS = 20  # fields of a request that one error names
MAX_FIELD_NAME = 100  # characters of such a name
PAGE_SIZE, MAX_PAGE_SIZE = 50, 200  # rows
YEARS = range(1900, 9901)  # of a day; the last leaves room for dates computed from it
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # Python's own reader takes weeks too


def is_id(text: str) -> bool:
    """Whether the text is a number that an id column can hold."""
    return text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= MAX_ID


def parse_date(text: str) -> date | None:
    """The day that `YYYY-MM-DD` names, in `YEARS`."""
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None
