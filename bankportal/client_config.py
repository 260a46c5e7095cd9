"""`/api/config/`: what an application must know of the bank before anybody signs in. Public; makes no query."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import error_responses
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
    time_zone = serializers.CharField(help_text="IANA name of the zone whose days the bank uses. Always `UTC` today.")
    registration_open = serializers.BooleanField(help_text="Whether anybody may register as a member.")
    languages = serializers.ListField(
        child=serializers.CharField(), help_text="Languages of mails and messages. Only `en` today."
    )
    passkey_rp_id = serializers.CharField(
        allow_null=True, help_text="WebAuthn relying party; null: no passkeys, as always today."
    )


class ConfigView(ApiView):
    """The public configuration."""

    permissions = {"GET": ALLOW_ANY}
    ignores_token = True

    @extend_schema(
        operation_id="get_config",
        summary="Get public configuration",
        description="For everybody; a token in the request is ignored.",
        auth=[],
        responses={200: ConfigSerializer, **error_responses(429)},
        examples=[
            OpenApiExample(
                "A bank in euros",
                {
                    "bank_name": "The Bank",
                    "logo_url": "https://app.bank.example/logo.svg",
                    "color": "#0b5fff",
                    "currency": "EUR",
                    "time_zone": "UTC",
                    "registration_open": True,
                    "languages": ["en"],
                    "passkey_rp_id": None,
                },
            )
        ],
    )
    def get(self, request: Request) -> Response:
        """From the settings alone."""
        config = {
            "bank_name": settings.BANK_NAME,
            "logo_url": settings.BANK_LOGO_URL or None,
            "color": settings.BANK_COLOR or None,
            "currency": settings.BANK_CURRENCY,
            "time_zone": "UTC",
            "registration_open": settings.REGISTRATION_OPEN,
            "languages": [code for code, _ in settings.LANGUAGES],
            "passkey_rp_id": None,
        }
        return Response(ConfigSerializer(config).data)
