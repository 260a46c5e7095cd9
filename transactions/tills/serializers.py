"""Request and response bodies of tills and the vault."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.serializers import PersonSummarySerializer
from core.api.serializers import SingleLineField, StrictSerializer
from core.money import AmountField, AmountOrZeroField, to_text
from transactions.enums import CashSource
from transactions.tills.selectors import CashBalances, TillBalance


class CashTransferSerializer(StrictSerializer):
    """`POST fund/` and `return/`."""

    amount = AmountField()


class VaultSerializer(StrictSerializer):
    """`POST vault/receive/` and `vault/pay-out/`."""

    amount = AmountField()
    account = serializers.ChoiceField(
        CashSource.choices, help_text="`equity`: the bank's owners; `bank`: the bank's account at another bank."
    )
    description = SingleLineField(max_length=200)


class CountSerializer(StrictSerializer):
    """`POST count/`."""

    counted = AmountOrZeroField()


class TillCountSerializer(serializers.Serializer[Any]):
    """What was expected and counted; decimal strings of the bank's currency, with a sign where negative."""

    expected = serializers.SerializerMethodField()
    counted = serializers.SerializerMethodField()
    difference = serializers.SerializerMethodField(help_text="Counted less expected: negative where cash is missing.")

    def get_expected(self, count: Any) -> str:
        """What the till should have held."""
        return _text(count.expected)

    def get_counted(self, count: Any) -> str:
        """What was counted."""
        return _text(count.counted)

    def get_difference(self, count: Any) -> str:
        """Counted less expected."""
        return _text(count.difference)


class TillBalanceSerializer(serializers.Serializer[Any]):
    """The cash in the till of one person."""

    cashier = PersonSummarySerializer()
    balance = serializers.SerializerMethodField()

    def get_balance(self, till: TillBalance) -> str:
        """The cash that it holds."""
        return _text(till.balance)


class VaultBalanceSerializer(serializers.Serializer[Any]):
    """The cash in the vault."""

    balance = serializers.CharField(read_only=True)


class TillsSerializer(serializers.Serializer[Any]):
    """`GET /api/tills/`; `vault` for managers only."""

    vault = VaultBalanceSerializer(required=False)
    results = TillBalanceSerializer(many=True)

    def to_representation(self, found: CashBalances) -> dict[str, Any]:
        """Without `vault` for cashiers."""
        body: dict[str, Any] = {} if found.vault is None else {"vault": {"balance": _text(found.vault)}}
        return body | {"results": TillBalanceSerializer(many=True).to_representation(found.tills)}


def _text(minor: int) -> str:
    return to_text(minor, settings.BANK_CURRENCY)
