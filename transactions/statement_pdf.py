"""A statement on paper: letterhead, the account, the figures in columns, page numbers."""

import io
from datetime import timedelta
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from core.money import to_text
from transactions.models import Entry
from transactions.selectors import Statement
from transactions.serializers import counterparty_of

FONT, BOLD = "Statement", "Statement-Bold"
INK, FAINT, RULE = colors.HexColor("#1c2733"), colors.HexColor("#5b6875"), colors.HexColor("#c9d1d9")
WIDTHS = [22 * mm, 66 * mm, 27 * mm, 21 * mm, 21 * mm, 23 * mm]


def as_pdf(statement: Statement) -> bytes:
    """The document's bytes."""
    _fonts()
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=15 * mm,
        rightMargin=15 * mm,
        topMargin=32 * mm,
        bottomMargin=20 * mm,
        title=f"Statement {statement.account.number}",
        author=settings.BANK_NAME,
    )
    story = [_heading(statement), Spacer(1, 6 * mm), _summary(statement), Spacer(1, 6 * mm), _entries(statement)]
    document.build(story, canvasmaker=_NumberedPages)
    return target.getvalue()


class _NumberedPages(Canvas):
    """Draws the letterhead and "page x of y", which is known only when all pages are there."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 (reportlab's name)
        """Keeps the page for later."""
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # reportlab's own way to number pages

    def save(self) -> None:
        """Numbers the pages, and writes them."""
        for page in self._pages:
            self.__dict__.update(page)
            self._frame(len(self._pages))
            super().showPage()
        super().save()

    def _frame(self, count: int) -> None:
        width, height = A4
        self.setFillColor(INK)
        self.setFont(BOLD, 14)
        self.drawString(15 * mm, height - 20 * mm, settings.BANK_NAME)
        self.setStrokeColor(INK)
        self.setLineWidth(1)
        self.line(15 * mm, height - 24 * mm, width - 15 * mm, height - 24 * mm)
        self.setFont(FONT, 8)
        self.setFillColor(FAINT)
        self.drawRightString(width - 15 * mm, height - 20 * mm, "Account statement")
        self.drawString(15 * mm, 12 * mm, "Times are UTC.")
        self.drawRightString(width - 15 * mm, 12 * mm, f"Page {self.getPageNumber()} of {count}")


def _heading(statement: Statement) -> Table:
    account = statement.account
    last = (statement.before - timedelta(days=1)).date()
    rows = [
        ("Account", _grouped(account.number)),
        ("Holder", account.owner.full_name if account.owner else ""),
        ("Kind", f"{account.get_type_display()}, {account.currency}"),
        ("Period", f"{statement.since.date():%d %b %Y} to {last:%d %b %Y}"),
    ]
    table = Table([[_text(name, FAINT), _text(value)] for name, value in rows], [26 * mm, 154 * mm])
    table.setStyle(TableStyle([("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                               ("LEFTPADDING", (0, 0), (0, -1), 0)]))  # fmt: skip
    return table


def _summary(statement: Statement) -> Table:
    money = statement.account.money
    figures = [
        ("Opening balance", statement.opening_balance),
        ("Credits", statement.total_credits),
        ("Debits", statement.total_debits),
        ("Closing balance", statement.closing_balance),
    ]
    table = Table([[name for name, _ in figures], [money(value) for _, value in figures]], [45 * mm] * 4)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), FONT, 8),
                ("FONT", (0, 1), (-1, 1), BOLD, 11),
                ("TEXTCOLOR", (0, 0), (-1, 0), FAINT),
                ("TEXTCOLOR", (0, 1), (-1, 1), INK),
                ("BACKGROUND", (0, 0), (-1, -1), colors.HexColor("#f3f5f7")),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    return table


def _entries(statement: Statement) -> LongTable | Paragraph:
    if not statement.entries:
        return _text("No entries in this period.")
    head = ["Booked", "Description", "Counterparty", "Debit", "Credit", "Balance"]
    table = LongTable([head, *(_row(entry) for entry in statement.entries)], WIDTHS, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), BOLD, 8),
                ("FONT", (0, 1), (-1, -1), FONT, 8),
                ("TEXTCOLOR", (0, 0), (-1, -1), INK),
                ("ALIGN", (3, 0), (-1, -1), "RIGHT"),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, RULE),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _row(entry: Entry) -> list[Any]:
    row = entry.transaction
    amount = to_text(entry.amount, row.currency)
    text = row.get_kind_display() + (f": {row.description}" if row.description else "")
    return [
        f"{entry.booked_at:%d %b %Y}",
        _text(text),
        _grouped(counterparty_of(entry) or ""),
        amount if entry.direction == "debit" else "",
        amount if entry.direction == "credit" else "",
        to_text(entry.balance_after or 0, row.currency),
    ]


def _text(text: str, colour: Any = INK) -> Paragraph:
    """Text that wraps; what a member wrote is no markup."""
    return Paragraph(escape(text), ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, textColor=colour))


def _grouped(number: str) -> str:
    return " ".join(number[i : i + 4] for i in range(0, len(number), 4))


@cache
def _fonts() -> None:
    """Bitstream Vera, which comes with reportlab."""
    pdfmetrics.registerFont(TTFont(FONT, "Vera.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, "VeraBd.ttf"))
