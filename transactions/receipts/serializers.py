"""The response body of a receipt."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from transactions.enums import TransactionType
from transactions.receipts.selectors import Receipt


class ReceiptPartySerializer(serializers.Serializer[Any]):
    """A customer's account, by number and holder. Null for cash and for the bank's own accounts."""

    number = serializers.CharField()
    name = serializers.CharField(help_text="The holder; other people's names are masked for members (`Matthew M.`).")


class ReceiptSerializer(serializers.Serializer[Any]):
    """The receipt of a transaction."""

    transaction = serializers.IntegerField(help_text="The id of the transaction.")
    bank_name = serializers.CharField()
    kind = serializers.ChoiceField(TransactionType.choices)
    status = serializers.ChoiceField(["posted", "reversed"], help_text="`reversed` where a reversal exists.")
    amount = serializers.CharField()
    currency = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    from_account = ReceiptPartySerializer(allow_null=True)
    to_account = ReceiptPartySerializer(allow_null=True)
    booked_at = serializers.DateTimeField()
    value_date = serializers.DateField()
    reverses = serializers.IntegerField(allow_null=True)
    reversed_by = serializers.IntegerField(allow_null=True)
    issued_on = serializers.DateField(help_text="Today.")


def receipt_body(receipt: Receipt) -> dict[str, Any]:
    """The body of the JSON response."""
    row = receipt.transaction
    reversal = getattr(row, "reversed_by", None)
    facts = {
        "transaction": row.pk,
        "bank_name": settings.BANK_NAME,
        "kind": row.kind,
        "status": "reversed" if reversal else "posted",
        "amount": row.money(),
        "currency": row.currency,
        "description": row.description,
        "from_account": receipt.payer,
        "to_account": receipt.payee,
        "booked_at": row.booked_at,
        "value_date": row.value_date,
        "reverses": row.reverses_id,
        "reversed_by": reversal.pk if reversal else None,
        "issued_on": receipt.issued_on,
    }
    return dict(ReceiptSerializer(facts).data)
