"""A receipt as PDF: letterhead, and the facts of one transaction on one page."""

import io
from collections.abc import Iterator

from django.conf import settings
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from transactions.enums import TransactionType
from transactions.receipts.selectors import Party, Receipt
from transactions.statements.pdf import FAINT, HEIGHT, INK, LEFT, RIGHT, TOP
from transactions.statements.pdf_text import BOLD, FONT, LEADING, SIZE, register_fonts, wrapped

LABEL_WIDTH, GAP = 34 * mm, 4
_CASH = {TransactionType.DEPOSIT, TransactionType.WITHDRAWAL}


def to_pdf(receipt: Receipt) -> bytes:
    """The bytes of the document. Short, so that it needs no lock as statements do."""
    register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setTitle(f"Receipt {receipt.transaction.pk}")
    canvas.setAuthor(settings.BANK_NAME)
    _draw_frame(canvas, f"Issued on {receipt.issued_on:%d %b %Y}. Times are UTC.")
    y = TOP - SIZE
    for label, value in facts(receipt):
        _draw(canvas, LEFT, y, label, faint=True)
        for line in wrapped(value, RIGHT - LEFT - LABEL_WIDTH):
            _draw(canvas, LEFT + LABEL_WIDTH, y, line)
            y -= LEADING
        y -= GAP
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def facts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    """What the document says, by label."""
    row = receipt.transaction
    reversal = getattr(row, "reversed_by", None)
    nobody = "Cash" if row.kind in _CASH else settings.BANK_NAME
    yield "Transaction", str(row.pk)
    yield "Kind", row.get_kind_display()
    yield "Amount", f"{row.money()} {row.currency}"
    yield "From", _party(receipt.payer) or nobody
    yield "To", _party(receipt.payee) or nobody
    if row.description:
        yield "Description", row.description
    yield "Booked", f"{row.booked_at:%d %b %Y %H:%M:%S}"
    yield "Value date", f"{row.value_date:%d %b %Y}"
    if row.reverses_id:
        yield "Reverses", f"Transaction {row.reverses_id}"
    yield "Status", f"Reversed by transaction {reversal.pk}" if reversal else "Posted"


def _party(party: Party | None) -> str:
    if party is None:
        return ""
    groups = [party.number[place : place + 4] for place in range(0, len(party.number), 4)]
    return f"{' '.join(groups)}, {party.name}"


def _draw_frame(canvas: Canvas, footer: str) -> None:
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 14)
    canvas.drawString(LEFT, HEIGHT - 20 * mm, settings.BANK_NAME)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.line(LEFT, HEIGHT - 24 * mm, RIGHT, HEIGHT - 24 * mm)
    canvas.setFillColor(FAINT)
    canvas.setFont(FONT, SIZE)
    canvas.drawRightString(RIGHT, HEIGHT - 20 * mm, "Receipt")
    _draw(canvas, LEFT, 12 * mm, footer, faint=True)


def _draw(canvas: Canvas, x: float, y: float, line: str, *, faint: bool = False) -> None:
    canvas.setFillColor(FAINT if faint else INK)
    canvas.setFont(FONT, SIZE)
    canvas.drawString(x, y, line)
