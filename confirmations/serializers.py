"""Request and response bodies of confirmations."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import NormalizedField, StrictSerializer
from factors.enums import FactorMethod
from factors.serializers import CodeField, CredentialField, OneOfSerializer, OptionsField

METHODS = ["POST", "PATCH", "DELETE"]
MAX_PATH = 255


@extend_schema_field({"type": "object", "additionalProperties": True})
class BodyField(serializers.Field[Any, Any, Any, Any]):
    """The body of another request; that request's own serializer validates it."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """An object, as it was parsed."""
        if not isinstance(data, dict):
            raise serializers.ValidationError(gettext("Must be an object."))
        return data

    def to_representation(self, value: Any) -> Any:
        """Never sent."""
        return value


class NewConfirmationSerializer(StrictSerializer):
    """`POST confirmations/`: the request that is to be confirmed."""

    method = serializers.ChoiceField(METHODS)
    path = NormalizedField(max_length=MAX_PATH, help_text="As it will be sent, e.g. `/api/transactions/transfer/`.")
    body = BodyField(required=False, default=dict, help_text="As it will be sent; for a request without a body, `{}`.")
    idempotency_key = NormalizedField(
        max_length=MAX_PATH,
        required=False,
        default=None,
        trim_whitespace=False,
        help_text="As it will be sent in the header `Idempotency-Key`, where the request needs one.",
    )


class ConfirmSerializer(OneOfSerializer):
    """`POST confirmations/{id}/`."""

    alternatives = ("code", "credential")
    code = CodeField(required=False, help_text="Of your authenticator.")
    credential = CredentialField(required=False, help_text="For the options in `passkey`.")


class PartySerializer(serializers.Serializer[Any]):
    """An account and its holder."""

    number = serializers.CharField()
    name = serializers.CharField(help_text="For members in the form `Matthew M.`.")


class SideSerializer(PartySerializer):
    """A side of a transaction. Null for the bank's own accounts."""


class ConfirmedTransactionSerializer(serializers.Serializer[Any]):
    """The transaction that a reversal reverses."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    from_account = SideSerializer(allow_null=True)
    to_account = SideSerializer(allow_null=True)


class ConfirmedLoanSerializer(serializers.Serializer[Any]):
    """The loan that is repaid or written off."""

    id = serializers.IntegerField()
    borrower = serializers.CharField()


class ConfirmedPersonSerializer(serializers.Serializer[Any]):
    """The person whose role changes or whose factors are removed."""

    id = serializers.IntegerField()
    full_name = serializers.CharField()
    email = serializers.CharField()


class ConfirmedRoleSerializer(serializers.Serializer[Any]):
    """The role before and after."""

    before = serializers.CharField()
    after = serializers.CharField()


class SummarySerializer(serializers.Serializer[Any]):
    """What the request does, from the bank's own rows. Each field is there where the request has it."""

    amount = serializers.CharField(required=False, help_text="What is paid, reversed or written off.")
    currency = serializers.CharField(required=False)
    from_account = PartySerializer(required=False)
    payee = PartySerializer(required=False)
    transaction = ConfirmedTransactionSerializer(required=False)
    loan = ConfirmedLoanSerializer(required=False)
    person = ConfirmedPersonSerializer(required=False)
    role = ConfirmedRoleSerializer(required=False)


class ConfirmationSerializer(serializers.Serializer[Any]):
    """A new confirmation."""

    id = serializers.UUIDField(help_text="For the path of the confirmation and the header `Confirmation`.")
    expires_at = serializers.DateTimeField(help_text="The request must be sent before.")
    summary = SummarySerializer()
    methods = serializers.ListField(
        child=serializers.ChoiceField([FactorMethod.PASSKEY.value, FactorMethod.TOTP.value]),
        help_text="What can confirm it.",
    )
    passkey = OptionsField(required=False, help_text="For `navigator.credentials.get()`, with the method `passkey`.")
