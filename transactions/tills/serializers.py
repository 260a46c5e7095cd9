"""Request and response bodies of tills and the vault."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import PersonSummarySerializer
from core.api.serializers import SingleLineField, StrictSerializer
from core.money import AmountField, AmountOrZeroField, AmountTextField
from transactions.enums import CashSource
from transactions.tills.selectors import CashBalances


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

    expected = AmountTextField(read_only=True, help_text="What the till should have held.")
    counted = AmountTextField(read_only=True, help_text="What was counted.")
    difference = AmountTextField(read_only=True, help_text="Counted less expected: negative where cash is missing.")


class TillBalanceSerializer(serializers.Serializer[Any]):
    """The cash in the till of one person."""

    cashier = PersonSummarySerializer()
    balance = AmountTextField(read_only=True, help_text="The cash that it holds.")


class VaultBalanceSerializer(serializers.Serializer[Any]):
    """The cash in the vault."""

    balance = AmountTextField(read_only=True, source="vault")


class TillsSerializer(serializers.Serializer[Any]):
    """`GET /api/tills/`; `vault` for managers only."""

    vault = VaultBalanceSerializer(source="*", required=False)
    results = TillBalanceSerializer(source="tills", many=True)

    def to_representation(self, found: CashBalances) -> dict[str, Any]:
        """Without `vault` for cashiers."""
        body: dict[str, Any] = super().to_representation(found)
        if found.vault is None:
            del body["vault"]
        return body
