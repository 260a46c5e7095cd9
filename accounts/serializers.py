"""Request and response bodies of the account endpoints."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.enums import CUSTOMER_TYPE_CHOICES
from accounts.models import Account
from accounts.numbers import LENGTH, is_number
from core.api.serializers import SingleLineField, StrictSerializer
from core.validation import MAX_ID


class AccountNumberField(serializers.RegexField):
    """An account number with valid check digits, so that a typing error is found without a query."""

    default_error_messages = {"invalid": gettext_lazy("This is not a valid account number. Please check its digits.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(rf"^[0-9]{{{LENGTH}}}$", **options)

    def to_internal_value(self, data: Any) -> str:
        """The digits. Does not check whether the account exists."""
        number = super().to_internal_value(data)
        if not is_number(number):
            self.fail("invalid")
        return number


class PersonSummarySerializer(serializers.Serializer[Any]):
    """The holder of an account."""

    id = serializers.IntegerField(read_only=True)
    full_name = serializers.CharField(read_only=True)


class AccountSerializer(serializers.ModelSerializer[Account]):
    """An account, as its owner and staff see it. Amounts are decimal strings of `currency`."""

    owner = PersonSummarySerializer(read_only=True)
    type = serializers.ChoiceField(CUSTOMER_TYPE_CHOICES, read_only=True)
    balance = serializers.SerializerMethodField(help_text="Current balance.")
    available_balance = serializers.SerializerMethodField(help_text="Balance less holds, plus overdraft.")

    class Meta:
        model = Account
        fields = ["number", "owner", "type", "name", "currency", "status", "balance", "available_balance",
                  "opened_at", "closed_at"]  # fmt: skip
        read_only_fields = fields

    def get_balance(self, account: Account) -> str:
        """The balance of the row, as text."""
        return account.money(account.balance)

    def get_available_balance(self, account: Account) -> str:
        """Balance less holds, plus overdraft."""
        return account.money(account.available)


class PayeeSerializer(serializers.Serializer[Any]):
    """An account that can be paid, by number and holder."""

    number = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True, help_text="The holder, for members as `Matthew M.`.")


class OpenAccountSerializer(StrictSerializer):
    """`POST /api/accounts/`."""

    owner = serializers.IntegerField(min_value=1, max_value=MAX_ID, help_text="The member's id.")
    type = serializers.ChoiceField(CUSTOMER_TYPE_CHOICES)
    name = SingleLineField(max_length=100, required=False, default="", allow_blank=True)
    currency = serializers.CharField(max_length=3, required=False, default=lambda: settings.BANK_CURRENCY)


class ReasonSerializer(StrictSerializer):
    """The reason of a change, stored in the audit log."""

    reason = SingleLineField(max_length=200)
