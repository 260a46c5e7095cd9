"""A receipt as PDF: letterhead, and the facts of one transaction on one page."""

import io
from collections.abc import Iterator

from django.conf import settings

from accounts.numbers import grouped_number
from core.dates import in_bank_time
from core.money import to_grouped_text
from transactions.enums import TransactionType
from transactions.printing.page import TOP, add_note_about_codes, draw_facts, draw_frame, new_canvas, wrap_facts
from transactions.receipts.selectors import Party, Receipt

_CASH = {TransactionType.DEPOSIT, TransactionType.WITHDRAWAL}


def to_pdf(receipt: Receipt) -> bytes:
    """The bytes of the document. Short, so that it needs no lock as statements do."""
    target = io.BytesIO()
    canvas = new_canvas(target, f"Receipt {receipt.transaction.pk}")
    foot = f"Issued on {receipt.issued_on:%d %b %Y}. Times are in the time zone {settings.BANK_TIME_ZONE}."
    draw_frame(canvas, "Receipt", foot=foot)
    draw_facts(canvas, add_note_about_codes(wrap_facts(list(facts(receipt)))), TOP)
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
    yield "Amount", f"{to_grouped_text(row.amount, row.currency)} {row.currency}"
    yield "From", _party(receipt.payer) or nobody
    yield "To", _party(receipt.payee) or nobody
    if row.description:
        yield "Description", row.description
    yield "Booked", f"{in_bank_time(row.booked_at):%d %b %Y %H:%M:%S}"
    yield "Value date", f"{row.value_date:%d %b %Y}"
    if row.reverses_id:
        yield "Reverses", f"Transaction {row.reverses_id}"
    yield "Status", f"Reversed by transaction {reversal.pk}" if reversal else "Posted"


def _party(party: Party | None) -> str:
    if party is None:
        return ""
    return f"{grouped_number(party.number)}, {party.name}"
