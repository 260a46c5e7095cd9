"""Request bodies of the payment endpoints, and response bodies of payees and limits."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.serializers import AccountNumberField
from core.api.serializers import SingleLineField, StrictSerializer
from core.money import AmountField, to_text
from transactions.payments.limits import TransferLimit
from users.names import masked_name


class DescriptionField(SingleLineField):
    """An optional text on one line, shown on the statement."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=200, required=False, default="", allow_blank=True, **options)


class PastPayeeSerializer(serializers.Serializer[Any]):
    """An account that the member has paid before."""

    number = serializers.CharField(read_only=True)
    name = serializers.SerializerMethodField(help_text="The holder, as `Matthew M.`.")
    last_paid_at = serializers.DateTimeField(read_only=True)

    def get_name(self, row: dict[str, Any]) -> str:
        """Masked: only members have this list."""
        return masked_name(row["full_name"])


class TransferLimitSerializer(serializers.Serializer[Any]):
    """What the caller may transfer, as decimal strings of the bank's currency; null for no limit."""

    limit = serializers.SerializerMethodField()
    left = serializers.SerializerMethodField()

    def get_limit(self, found: TransferLimit) -> str | None:
        """Of a day for members, of one transfer for cashiers."""
        return _text(found.limit)

    def get_left(self, found: TransferLimit) -> str | None:
        """What may still be transferred: today for members, at a time for cashiers."""
        return _text(found.left)


class LimitsSerializer(serializers.Serializer[Any]):
    """`GET limits/`."""

    transfer = TransferLimitSerializer(read_only=True)


class CashSerializer(StrictSerializer):
    """`POST deposit/` and `withdraw/`."""

    account = AccountNumberField()
    amount = AmountField()
    description = DescriptionField()


class TransferSerializer(StrictSerializer):
    """`POST transfer/`."""

    from_account = AccountNumberField()
    to_account = AccountNumberField()
    amount = AmountField()
    description = DescriptionField()


def _text(minor: int | None) -> str | None:
    return None if minor is None else to_text(minor, settings.BANK_CURRENCY)
