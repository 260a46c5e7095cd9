"""Request and response bodies of second factors, and of the logins that use them."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import NormalizedField, SingleLineField, StrictSerializer
from factors.enums import FactorMethod
from factors.models import Passkey
from factors.selectors import Factors
from factors.serializers import MAX_CHALLENGE, CodeField, CredentialField, OneOfSerializer, OptionsField
from users.authentication.serializers import BindingFieldsSerializer, PasswordField


class ProofSerializer(OneOfSerializer):
    """`POST factors/proof/`."""

    alternatives = ("password", "code", "credential")
    password = PasswordField(required=False, help_text="While you have no second factor.")
    code = CodeField(required=False, help_text="Of your authenticator.")
    credential = CredentialField(required=False, help_text="For the options of `proof/options/`.")


class TotpConfirmSerializer(StrictSerializer):
    """`POST factors/totp/confirm/`."""

    code = CodeField()


class NewPasskeySerializer(StrictSerializer):
    """`POST factors/passkeys/`."""

    name = SingleLineField(max_length=50, help_text="By which you recognize it, such as the name of the device.")
    credential = CredentialField(help_text="What `navigator.credentials.create()` returned, as JSON.")


class LoginFactorSerializer(OneOfSerializer):
    """`POST login/factor/`."""

    alternatives = ("code", "recovery_code", "credential")
    challenge = NormalizedField(max_length=MAX_CHALLENGE, help_text="Of the response to `login/`.")
    code = CodeField(required=False, help_text="Of the authenticator.")
    recovery_code = CodeField(required=False, help_text="One that was not used yet.")
    credential = CredentialField(required=False, help_text="For the options in `passkey`.")


class PasskeyLoginSerializer(BindingFieldsSerializer):
    """`POST login/passkey/`."""

    challenge = NormalizedField(max_length=MAX_CHALLENGE, help_text="Of the response to `login/passkey/options/`.")
    credential = CredentialField(help_text="What `navigator.credentials.get()` returned, as JSON.")


class TotpStateSerializer(serializers.Serializer[Any]):
    """The authenticator of a user."""

    enabled = serializers.BooleanField()
    added_at = serializers.DateTimeField(allow_null=True)


class PasskeySerializer(serializers.ModelSerializer[Passkey]):
    """A passkey; its credential is never sent."""

    class Meta:
        model = Passkey
        fields = ["id", "name", "added_at", "last_used_at", "backed_up"]
        read_only_fields = fields
        extra_kwargs = {"backed_up": {"help_text": "Whether the device's maker has copied it to other devices."}}


class RecoveryCodesStateSerializer(serializers.Serializer[Any]):
    """The recovery codes of a user."""

    left = serializers.IntegerField()


class FactorsSerializer(serializers.Serializer[Any]):
    """`GET factors/`."""

    totp = TotpStateSerializer()
    passkeys = PasskeySerializer(many=True)
    recovery_codes = RecoveryCodesStateSerializer()
    required = serializers.BooleanField(  # type: ignore[assignment]  # the contract's name, which Serializer has too
        help_text="Whether your role must have a factor."
    )


class TotpSetupSerializer(serializers.Serializer[Any]):
    """A new secret of an authenticator."""

    secret = serializers.CharField(help_text="Base32, for typing.")
    uri = serializers.CharField(help_text="`otpauth://…`, for a QR code.")


class RecoveryCodesSerializer(serializers.Serializer[Any]):
    """New recovery codes."""

    codes = serializers.ListField(child=serializers.CharField(), help_text="Ten. They are not shown again.")


class PasskeyOptionsSerializer(serializers.Serializer[Any]):
    """Options of WebAuthn."""

    challenge = serializers.CharField(help_text="Base64url; the rest is as in WebAuthn's JSON.")

    def to_representation(self, instance: Any) -> Any:
        """As the library has made them."""
        return instance


class PasskeyLoginOptionsSerializer(serializers.Serializer[Any]):
    """`POST login/passkey/options/`."""

    challenge = serializers.CharField(help_text="Goes back with the credential; valid for five minutes.")
    passkey = OptionsField(help_text="For `navigator.credentials.get()`.")


class FactorChallengeSerializer(serializers.Serializer[Any]):
    """What the second step of a login needs."""

    challenge = serializers.CharField(help_text="Goes back with the factor; works once.")
    methods = serializers.ListField(child=serializers.ChoiceField([str(method) for method in FactorMethod]))
    expires_at = serializers.DateTimeField()
    passkey = OptionsField(required=False, help_text="For `navigator.credentials.get()`, with the method `passkey`.")


class FactorStepSerializer(serializers.Serializer[Any]):
    """The response to a right password where a second factor is due."""

    factor_required = FactorChallengeSerializer()


def factors_body(factors: Factors, *, required: bool) -> dict[str, Any]:
    """What `FactorsSerializer` renders."""
    return {
        "totp": {"enabled": factors.totp_added_at is not None, "added_at": factors.totp_added_at},
        "passkeys": factors.passkeys,
        "recovery_codes": {"left": factors.recovery_codes_left},
        "required": required,
    }
