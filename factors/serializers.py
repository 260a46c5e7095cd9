"""Fields of request and response bodies that carry a factor or the options of a passkey."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import NormalizedField, StrictSerializer
from factors.verification import PresentedFactor

MAX_CODE = 40  # characters, with spaces and hyphens
MAX_CHALLENGE = 255
_JSON_OBJECT = {"type": "object", "additionalProperties": True}


@extend_schema_field(_JSON_OBJECT)
class CredentialField(serializers.Field[Any, Any, Any, Any]):
    """What `PublicKeyCredential.toJSON()` returns in the browser; it is judged by the library of WebAuthn."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """An object with an object `response`."""
        if not isinstance(data, dict) or not isinstance(data.get("response"), dict):
            raise serializers.ValidationError(gettext("Must be the JSON of a credential."))
        return data

    def to_representation(self, value: Any) -> Any:
        """Never sent."""
        return value


class CodeField(NormalizedField):
    """A code as people type it: spaces are ignored."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_CODE, write_only=True, **options)

    def to_internal_value(self, data: Any) -> str:
        """The code without spaces."""
        return "".join(super().to_internal_value(data).split())


class OneOfSerializer(StrictSerializer):
    """A body with exactly one of its fields in `alternatives`."""

    alternatives: tuple[str, ...] = ()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuses none and several."""
        if len([name for name in self.alternatives if name in attrs]) != 1:
            text = gettext("Send exactly one of %(names)s.") % {"names": ", ".join(self.alternatives)}
            raise serializers.ValidationError(text)
        return attrs


@extend_schema_field(_JSON_OBJECT)
class OptionsField(serializers.JSONField):
    """Options of WebAuthn, as `PublicKeyCredential.parse…OptionsFromJSON()` takes them."""


def presented_factor(body: dict[str, Any]) -> PresentedFactor:
    """The factor of a validated body."""
    return PresentedFactor(
        code=body.get("code", ""), recovery_code=body.get("recovery_code", ""), credential=body.get("credential")
    )
