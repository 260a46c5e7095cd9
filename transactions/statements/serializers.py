"""The response body of a statement."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import AccountSerializer
from transactions.serializers import EntrySerializer


class StatementSerializer(serializers.Serializer[Any]):
    """A statement: opening + credits - debits = closing."""

    account = AccountSerializer()
    opening_balance = serializers.CharField()
    closing_balance = serializers.CharField()
    total_credits = serializers.CharField()
    total_debits = serializers.CharField()
    entries = EntrySerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        """Adds `from` and `to`; a class body cannot declare the keyword `from`."""
        fields = super().get_fields()
        days = {"from": serializers.DateField(), "to": serializers.DateField()}
        return {"account": fields.pop("account"), **days, **fields}
