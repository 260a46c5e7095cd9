"""Request bodies of the payment endpoints."""

from typing import Any

from accounts.serializers import AccountNumberField
from core.api.serializers import SingleLineField, StrictSerializer
from core.money import AmountField


class DescriptionField(SingleLineField):
    """An optional text on one line, shown on the statement."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=200, required=False, default="", allow_blank=True, **options)


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
