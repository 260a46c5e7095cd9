"""A statement as PDF: letterhead, the account, the figures in columns, page numbers.

Drawn directly onto the pages, and limited, because a statement must not occupy a processor for long: at most
`MAX_PRINTED_ENTRIES` entries (`transactions.statements.selectors`), and one statement at a time in a process.
"""

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy
from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from accounts.numbers import grouped_number
from core.dates import bank_day, last_day_before, today
from core.exceptions import Unavailable
from core.money import to_grouped_text
from transactions.enums import Direction
from transactions.models import Entry
from transactions.printing.labels import account_type, page_count, printed_day, transaction_type
from transactions.printing.page import (
    BOTTOM,
    FAINT,
    INK,
    LEADING,
    LEFT,
    RIGHT,
    TEXT,
    TOP,
    Facts,
    add_note_about_codes,
    draw_facts,
    draw_frame,
    height_of,
    new_canvas,
    wrap_facts,
)
from transactions.printing.text import Style, draw, draw_lines, draw_right, width_of, wrapped
from transactions.serializers import counterparty_name_of, counterparty_of
from transactions.statements.selectors import Statement

RULE, PANEL = colors.HexColor("#c9d1d9"), colors.HexColor("#f3f5f7")
STRONG, TOTAL = Style(8, bold=True), Style(10, bold=True)
TOTAL_LEADING = 15
BOOKED_WIDTH = 22 * mm
NUMBER = gettext_lazy("No.")
AMOUNTS = [gettext_lazy("Debit"), gettext_lazy("Credit"), gettext_lazy("Balance")]
PADDING, GAP = 6, 3  # points beside and above a cell's text
HEAD_HEIGHT = LEADING + 2 * GAP
MAX_WAIT = 1.0  # seconds to wait for the lock; one of 1,000 entries takes a quarter of that

_one_at_a_time = threading.BoundedSemaphore()


@dataclass(frozen=True)
class Row:
    """The cells of an entry; the details in printable lines."""

    booked: str
    number: str  # of the transaction, as on its receipt
    details: list[str]
    amounts: list[str]  # as AMOUNTS

    @property
    def height(self) -> float:
        """In points."""
        return len(self.details) * LEADING + 2 * GAP


@dataclass(frozen=True)
class Table:
    """The columns, which depend on the longest amounts, and the rows."""

    rows: list[Row]
    number_width: float
    details_width: float
    amount_edges: list[float]  # on the right


def to_pdf(statement: Statement) -> bytes:
    """The bytes of the document. Raises Unavailable if this process still renders another one after `MAX_WAIT`.

    The lock is released before the first byte is sent, so that a slow client does not hold it.
    """
    if not _one_at_a_time.acquire(timeout=MAX_WAIT):
        raise Unavailable(reason=f"another statement is being printed for more than {MAX_WAIT} s", word="statement_pdf")
    try:
        return _print(statement)
    finally:
        _one_at_a_time.release()


def _print(statement: Statement) -> bytes:
    target = io.BytesIO()
    canvas = new_canvas(target, gettext("Statement %(number)s") % {"number": statement.account.number})
    table = _table(statement)
    facts = add_note_about_codes(_facts(statement), (line for row in table.rows for line in row.details))
    below = TOP - height_of(facts) - 4 * TOTAL_LEADING - 14 * mm
    pages = list(_pages(table.rows, below))
    foot = gettext("Amounts are in %(currency)s. Dates are in the time zone %(zone)s.")
    foot %= {"currency": statement.account.currency, "zone": settings.BANK_TIME_ZONE}
    for number, page in enumerate(pages, 1):
        draw_frame(canvas, gettext("Account statement"), foot=foot, page=page_count(number, len(pages)))
        if number == 1:
            draw_facts(canvas, facts, TOP)
            _draw_summary(canvas, statement, TOP - height_of(facts) - 4 * mm)
        _draw_table(canvas, table, page, below if number == 1 else TOP)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _pages(rows: list[Row], below: float) -> Iterator[list[Row]]:
    """The rows of each page: the first has less room, below the summary."""
    page: list[Row] = []
    left = below - BOTTOM - HEAD_HEIGHT
    for row in rows:
        if row.height > left and page:
            yield page
            page, left = [], TOP - BOTTOM - HEAD_HEIGHT
        page.append(row)
        left -= row.height
    yield page


def _facts(statement: Statement) -> Facts:
    account = statement.account
    first, last = bank_day(statement.since), last_day_before(statement.before)
    period = gettext("%(first)s to %(last)s") % {"first": printed_day(first), "last": printed_day(last)}
    return wrap_facts(
        [
            (gettext("Account"), grouped_number(account.number)),
            (gettext("Name"), account.name),
            (gettext("Holder"), account.owner.full_name if account.owner else ""),
            (gettext("Kind"), f"{account_type(account.type)}, {account.currency}"),
            (gettext("Period"), period),
            (gettext("Issued"), printed_day(today())),
        ]
    )


def _table(statement: Statement) -> Table:
    amounts = [_amounts(entry) for entry in statement.entries]
    widths = [
        max(width_of(str(label), STRONG), *(width_of(row[place], TEXT) for row in amounts), 18 * mm) + 2 * PADDING
        for place, label in enumerate(AMOUNTS)
    ]
    numbers = [str(entry.transaction_id) for entry in statement.entries]
    number_width = max([width_of(str(NUMBER), STRONG), *(width_of(number, TEXT) for number in numbers)]) + 2 * PADDING
    details_width = RIGHT - LEFT - BOOKED_WIDTH - number_width - sum(widths)
    edges = [RIGHT - sum(widths[place + 1 :]) for place in range(len(widths))]
    rows = [
        Row(printed_day(bank_day(entry.booked_at)), number, _details(entry, statement, details_width), cells)
        for entry, number, cells in zip(statement.entries, numbers, amounts, strict=True)
    ]
    return Table(rows, number_width, details_width, edges)


def _amounts(entry: Entry) -> list[str]:
    row = entry.transaction
    amount = to_grouped_text(entry.amount, row.currency)
    return [
        amount if entry.direction == Direction.DEBIT else "",
        amount if entry.direction == Direction.CREDIT else "",
        to_grouped_text(entry.balance_after or 0, row.currency),
    ]


def _details(entry: Entry, statement: Statement, width: float) -> list[str]:
    """What was posted, then the counterparty's name and number, each on lines of its own."""
    row = entry.transaction
    number = counterparty_of(entry)
    texts = [
        transaction_type(row.kind) + (f": {row.description}" if row.description else ""),
        counterparty_name_of(entry, full=statement.full_names),
        grouped_number(number) if number else "",
    ]
    return [line for text in texts if text for line in wrapped(text, width, TEXT)]


def _draw_summary(canvas: Canvas, statement: Statement, top: float) -> None:
    figures = [
        (gettext("Opening balance"), statement.opening_balance),
        (gettext("Credits"), statement.total_credits),
        (gettext("Debits"), statement.total_debits),
        (gettext("Closing balance"), statement.closing_balance),
    ]
    canvas.setFillColor(PANEL)
    height = len(figures) * TOTAL_LEADING + 8
    canvas.rect(LEFT, top - height, RIGHT - LEFT, height, stroke=0, fill=1)
    for place, (name, value) in enumerate(figures, 1):
        y = top - place * TOTAL_LEADING
        canvas.setFillColor(FAINT)
        draw(canvas, LEFT + PADDING, y, name, TEXT, RIGHT - LEFT)
        canvas.setFillColor(INK)
        currency = statement.account.currency
        draw_right(canvas, RIGHT - PADDING, y, f"{to_grouped_text(value, currency)} {currency}", TOTAL)


def _draw_table(canvas: Canvas, table: Table, rows: list[Row], top: float) -> None:
    canvas.setFillColor(INK)
    if not rows:
        draw(canvas, LEFT, top - GAP - TEXT.size, gettext("No entries in this period."), TEXT, RIGHT - LEFT)
        return
    heads = Row(gettext("Booked"), str(NUMBER), [gettext("Details")], [str(label) for label in AMOUNTS])
    _draw_row(canvas, table, heads, STRONG, top)
    top -= HEAD_HEIGHT
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, top, RIGHT, top)
    rules = []
    for row in rows:
        _draw_row(canvas, table, row, TEXT, top)
        top -= row.height
        rules.append((LEFT, top, RIGHT, top))
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.25)
    canvas.lines(rules)


def _draw_row(canvas: Canvas, table: Table, row: Row, style: Style, top: float) -> None:
    y = top - GAP - style.size
    draw(canvas, LEFT, y, row.booked, style, BOOKED_WIDTH)
    draw(canvas, LEFT + BOOKED_WIDTH, y, row.number, style, table.number_width)
    details_left = LEFT + BOOKED_WIDTH + table.number_width
    draw_lines(canvas, details_left, y, row.details, style, LEADING, table.details_width)
    for cell, edge in zip(row.amounts, table.amount_edges, strict=True):
        if cell:
            draw_right(canvas, edge, y, cell, style)
