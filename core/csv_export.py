"""CSV files whose cells a spreadsheet does not execute as formulas (OWASP, CSV injection)."""

import csv
import io
from collections.abc import Iterable
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

BYTE_ORDER_MARK = "\ufeff"
# The last four are the full-width forms of the first four.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_line(cells: Iterable[str]) -> str:
    """A line of a CSV file (RFC 4180); texts that people wrote go through `escape_formula` first."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def escape_formula(text: str) -> str:
    """The text, after an apostrophe if a spreadsheet would read it as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS) else text


def csv_response(lines: Iterable[str], *, filename: str) -> StreamingHttpResponse:
    """A download of the lines. It starts with a byte order mark, so that spreadsheets read it as UTF-8."""
    return StreamingHttpResponse(
        chain([BYTE_ORDER_MARK], lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, filename)},
    )
