"""A statement as PDF: letterhead, the account, the figures in columns, page numbers.

Drawn directly onto the pages, and limited, because a statement must not occupy a processor for long: at most
`MAX_PRINTED_ENTRIES` entries (`transactions.statements.selectors`), and one statement at a time in a process.
"""

import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from core.exceptions import Unavailable
from core.money import to_text
from transactions.enums import Direction
from transactions.models import Entry
from transactions.serializers import counterparty_of
from transactions.statements.pdf_text import BOLD, FONT, LEADING, SIZE, register_fonts, wrapped
from transactions.statements.selectors import Statement

INK, FAINT, RULE = colors.HexColor("#1c2733"), colors.HexColor("#5b6875"), colors.HexColor("#c9d1d9")
PANEL = colors.HexColor("#f3f5f7")
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 15 * mm, WIDTH - 15 * mm, HEIGHT - 34 * mm, 22 * mm
HEADINGS = ["Booked", "Description", "Counterparty", "Debit", "Credit", "Balance"]
WIDTHS = [22 * mm, 66 * mm, 27 * mm, 21 * mm, 21 * mm, 23 * mm]
EDGES = [LEFT + sum(WIDTHS[:place]) for place in range(len(WIDTHS) + 1)]
DESCRIPTION, FIRST_AMOUNT = 1, 3  # columns; amounts are aligned right
PADDING, GAP = 6, 3  # points beside and above a cell's text
HEAD_HEIGHT = LEADING + 2 * GAP
MAX_WAIT = 1.0  # seconds to wait for the lock; a statement of 1,000 entries takes half of that

_Row = tuple[list[str], list[str]]  # the cells, and the description in lines
_one_at_a_time = threading.BoundedSemaphore()


def to_pdf(statement: Statement) -> bytes:
    """The bytes of the document. Raises Unavailable if this process still renders another one after `MAX_WAIT`.

    The lock is released before the first byte is sent, so that a slow client does not hold it.
    """
    if not _one_at_a_time.acquire(timeout=MAX_WAIT):
        raise Unavailable(reason=f"another statement is being printed for more than {MAX_WAIT} s")
    try:
        return _print(statement)
    finally:
        _one_at_a_time.release()


def _print(statement: Statement) -> bytes:
    register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setTitle(f"Statement {statement.account.number}")
    canvas.setAuthor(settings.BANK_NAME)
    heading = _heading(statement)
    below = TOP - _height_of(heading) - 12 * mm - 35
    width = WIDTHS[DESCRIPTION] - 2 * PADDING
    rows = [(cells, wrapped(cells[DESCRIPTION], width)) for cells in map(_row, statement.entries)]
    pages = list(_pages(rows, below))
    for number, page in enumerate(pages, 1):
        _draw_frame(canvas, number, len(pages))
        if number == 1:
            _draw_heading(canvas, heading)
            _draw_summary(canvas, statement, TOP - _height_of(heading) - 6 * mm)
        _draw_table(canvas, page, below if number == 1 else TOP)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _pages(rows: list[_Row], below: float) -> Iterator[list[_Row]]:
    """The rows of each page: the first has less room, below the summary."""
    page: list[_Row] = []
    left = below - BOTTOM - HEAD_HEIGHT
    for row in rows:
        height = _row_height(row)
        if height > left and page:
            yield page
            page, left = [], TOP - BOTTOM - HEAD_HEIGHT
        page.append(row)
        left -= height
    yield page


def _row_height(row: _Row) -> float:
    return len(row[1]) * LEADING + 2 * GAP


def _heading(statement: Statement) -> list[tuple[str, list[str]]]:
    account = statement.account
    last = (statement.before - timedelta(days=1)).date()
    facts = [
        ("Account", _grouped(account.number)),
        ("Holder", account.owner.full_name if account.owner else ""),
        ("Kind", f"{account.get_type_display()}, {account.currency}"),
        ("Period", f"{statement.since.date():%d %b %Y} to {last:%d %b %Y}"),
    ]
    return [(name, wrapped(value, RIGHT - LEFT - 26 * mm)) for name, value in facts]


def _height_of(heading: list[tuple[str, list[str]]]) -> float:
    return sum(len(lines) * LEADING + 2 for _, lines in heading)


def _row(entry: Entry) -> list[str]:
    row = entry.transaction
    amount = to_text(entry.amount, row.currency)
    return [
        f"{entry.booked_at:%d %b %Y}",
        row.get_kind_display() + (f": {row.description}" if row.description else ""),
        _grouped(counterparty_of(entry) or ""),
        amount if entry.direction == Direction.DEBIT else "",
        amount if entry.direction == Direction.CREDIT else "",
        to_text(entry.balance_after or 0, row.currency),
    ]


def _draw_frame(canvas: Canvas, number: int, count: int) -> None:
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 14)
    canvas.drawString(LEFT, HEIGHT - 20 * mm, settings.BANK_NAME)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.line(LEFT, HEIGHT - 24 * mm, RIGHT, HEIGHT - 24 * mm)
    canvas.setFont(FONT, SIZE)
    canvas.setFillColor(FAINT)
    canvas.drawRightString(RIGHT, HEIGHT - 20 * mm, "Account statement")
    canvas.drawString(LEFT, 12 * mm, "Times are UTC.")
    canvas.drawRightString(RIGHT, 12 * mm, f"Page {number} of {count}")


def _draw_heading(canvas: Canvas, heading: list[tuple[str, list[str]]]) -> None:
    y = TOP - SIZE
    for name, lines in heading:
        canvas.setFillColor(FAINT)
        canvas.drawString(LEFT, y, name)
        canvas.setFillColor(INK)
        for line in lines:
            canvas.drawString(LEFT + 26 * mm, y, line)
            y -= LEADING
        y -= 2


def _draw_summary(canvas: Canvas, statement: Statement, top: float) -> None:
    figures = [
        ("Opening balance", statement.opening_balance),
        ("Credits", statement.total_credits),
        ("Debits", statement.total_debits),
        ("Closing balance", statement.closing_balance),
    ]
    canvas.setFillColor(PANEL)
    canvas.rect(LEFT, top - 35, RIGHT - LEFT, 35, stroke=0, fill=1)
    canvas.setFillColor(FAINT)
    for place, (name, _) in enumerate(figures):
        canvas.drawString(LEFT + place * 45 * mm + 8, top - 12, name)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 11)
    for place, (_, value) in enumerate(figures):
        canvas.drawString(LEFT + place * 45 * mm + 8, top - 28, statement.account.money(value))


def _draw_table(canvas: Canvas, rows: list[_Row], top: float) -> None:
    canvas.setFillColor(INK)
    if not rows:
        canvas.setFont(FONT, SIZE)
        canvas.drawString(LEFT, top - GAP - SIZE, "No entries in this period.")
        return
    canvas.setFont(BOLD, SIZE)
    _draw_cells(canvas, HEADINGS, [HEADINGS[DESCRIPTION]], top)
    top -= HEAD_HEIGHT
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, top, RIGHT, top)
    canvas.setFont(FONT, SIZE)
    rules = []
    for row in rows:
        _draw_cells(canvas, *row, top)
        top -= _row_height(row)
        rules.append((LEFT, top, RIGHT, top))
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.25)
    canvas.lines(rules)


def _draw_cells(canvas: Canvas, cells: list[str], description: list[str], top: float) -> None:
    y = top - GAP - SIZE
    for place, cell in enumerate(cells):
        if place == DESCRIPTION:
            text: Any = canvas.beginText(EDGES[place] + PADDING, y)
            text.setLeading(LEADING)
            for line in description:
                text.textLine(line)
            canvas.drawText(text)
        elif cell and place >= FIRST_AMOUNT:
            canvas.drawRightString(EDGES[place + 1] - (PADDING if place + 1 < len(WIDTHS) else 0), y, cell)
        elif cell:
            canvas.drawString(EDGES[place] + (PADDING if place else 0), y, cell)


def _grouped(number: str) -> str:
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))
