"""`/api/config/`: what an application must know of the bank before anybody signs in. Public; makes no query."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.permissions import ALLOW_ANY


class ConfigSerializer(serializers.Serializer[Any]):
    """The bank as an application shows it, and what it offers."""

    bank_name = serializers.CharField()
    logo_url = serializers.URLField(allow_null=True, help_text="Address of an image; null: the application's own.")
    color = serializers.RegexField(
        r"^#[0-9a-f]{6}$", allow_null=True, help_text="The bank's main color; null: the application's own."
    )
    currency = serializers.CharField(help_text="ISO 4217.")
    time_zone = serializers.CharField(help_text="IANA name of the zone whose days the bank uses.")
    registration_open = serializers.BooleanField(help_text="Whether anybody may register as a member.")
    languages = serializers.ListField(
        child=serializers.CharField(),
        help_text="Codes of the languages of mails and sentences. The first is the default.",
    )
    passkey_rp_id = serializers.CharField(
        allow_null=True, help_text="Domain of passkeys (the relying party of WebAuthn); null: no passkeys."
    )


class ConfigView(ApiView):
    """The public configuration."""

    ignores_token = True

    @Operation(
        "get_config", "Get public configuration", "For everybody; a token in the request is ignored.",
        allow=ALLOW_ANY,
        response=ConfigSerializer,
    )  # fmt: skip
    def get(self, request: ApiRequest) -> dict[str, Any]:
        """From the settings alone."""
        return {
            "bank_name": settings.BANK_NAME,
            "logo_url": settings.BANK_LOGO_URL or None,
            "color": settings.BANK_COLOR or None,
            "currency": settings.BANK_CURRENCY,
            "time_zone": settings.BANK_TIME_ZONE,
            "registration_open": settings.REGISTRATION_OPEN,
            "languages": [code for code, _ in settings.LANGUAGES],
            "passkey_rp_id": settings.PASSKEY_RP_ID or None,
        }
