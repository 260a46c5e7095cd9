"""A receipt as PDF: letterhead, and the facts of one transaction on one page."""

import io
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext, pgettext

from accounts.numbers import grouped_number
from core.dates import in_bank_time
from core.money import to_grouped_text
from transactions.enums import TransactionType
from transactions.printing.labels import printed_day, transaction_type
from transactions.printing.page import TOP, draw_facts, draw_frame, new_canvas, wrap_facts
from transactions.receipts.selectors import Party, Receipt

_CASH = {TransactionType.DEPOSIT, TransactionType.WITHDRAWAL}


def to_pdf(receipt: Receipt) -> bytes:
    """The bytes of the document. Short, so that it needs no lock as statements do."""
    target = io.BytesIO()
    canvas = new_canvas(target, gettext("Receipt %(number)s") % {"number": receipt.transaction.pk})
    foot = gettext("Issued on %(day)s. Times are in the time zone %(zone)s.")
    values = {"day": printed_day(receipt.issued_on), "zone": settings.BANK_TIME_ZONE}
    draw_frame(canvas, gettext("Receipt"), foot=foot % values)
    draw_facts(canvas, wrap_facts(list(facts(receipt))), TOP)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def facts(receipt: Receipt) -> Iterator[tuple[str, str]]:
    """What the document says, by label."""
    row = receipt.transaction
    reversal = getattr(row, "reversed_by", None)
    nobody = gettext("Cash") if row.kind in _CASH else settings.BANK_NAME
    yield gettext("Transaction"), str(row.pk)
    yield gettext("Kind"), transaction_type(row.kind)
    yield gettext("Amount"), f"{to_grouped_text(row.amount, row.currency)} {row.currency}"
    yield pgettext("payer", "From"), _party(receipt.payer) or nobody
    yield pgettext("payee", "To"), _party(receipt.payee) or nobody
    if row.description:
        yield gettext("Description"), row.description
    moment = in_bank_time(row.booked_at)
    yield gettext("Booked"), f"{printed_day(moment)} {moment:%H:%M:%S}"
    yield gettext("Value date"), printed_day(row.value_date)
    if row.reverses_id:
        yield gettext("Reverses"), gettext("Transaction %(number)s") % {"number": row.reverses_id}
    if reversal:
        yield gettext("Status"), gettext("Reversed by transaction %(number)s") % {"number": reversal.pk}
    else:
        yield gettext("Status"), gettext("Posted")


def _party(party: Party | None) -> str:
    if party is None:
        return ""
    return f"{grouped_number(party.number)}, {party.name}"
