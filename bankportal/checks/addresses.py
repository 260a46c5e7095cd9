"""Hosts, origins and addresses of the API, the application and the logo, and the domain of passkeys."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 (Django's name)
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from factors.relying_party import application_origins, is_within, origins_within


def check_hosts() -> Iterator[CheckMessage]:
    """The hosts of the API must be named, and mailed links must be https."""
    if settings.DEBUG:
        return
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Error("ALLOWED_HOSTS is empty or open.", hint="Name the hosts, e.g. api.bank.example.", id="bank.E008")
    try:
        URLValidator(schemes=["https"])(settings.FRONTEND_URL)
    except ValidationError:
        yield Error(
            "FRONTEND_URL is not a valid https address: mailed links would be useless or not encrypted.",
            hint="Set it to where the single-page application is, e.g. https://app.bank.example.",
            id="bank.E009",
        )


def check_origins() -> Iterator[CheckMessage]:
    """Origins that may use the API must be https."""
    if settings.DEBUG:
        return
    plain = [o for o in settings.CORS_ALLOWED_ORIGINS if urlsplit(o).scheme != "https"]
    if plain:
        yield Error(
            f"CORS_ALLOWED_ORIGINS lists {', '.join(plain)}: an attacker on that network can act for the user.",
            hint="List https origins only.",
            id="bank.E004",
        )


def check_logo() -> Iterator[CheckMessage]:
    """The logo must be loaded over https."""
    if settings.BANK_LOGO_URL and not settings.DEBUG and urlsplit(settings.BANK_LOGO_URL).scheme != "https":
        yield Error(
            "BANK_LOGO_URL is not a valid https address: applications on https would not load the image.",
            hint="Set it to an https address, e.g. https://app.bank.example/logo.svg.",
            id="bank.E017",
        )


def check_passkeys() -> Iterator[CheckMessage]:
    """The domain of passkeys must contain the application or the API, and should contain both."""
    domain = settings.PASSKEY_RP_ID
    if not domain:
        return
    applications = application_origins()
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    is_of_api = any(is_within(domain, host) for host in hosts)
    if not is_of_api and not origins_within(domain, applications):
        yield Error(
            f"PASSKEY_RP_ID={domain!r} is neither the host of FRONTEND_URL, of an origin in CORS_ALLOWED_ORIGINS or of "
            "the API, nor a parent domain of one: nobody could use a passkey.",
            hint="Set it to the domain that they share, e.g. bank.example.",
            id="bank.E026",
        )
        return
    for origin in dict.fromkeys(applications):
        if not origins_within(domain, [origin]):
            yield Warning(
                f"{origin} is outside PASSKEY_RP_ID={domain!r}: its pages cannot use passkeys.",
                hint="Set PASSKEY_RP_ID to the domain that all origins share, e.g. bank.example.",
                id="bank.W005",
            )
    if hosts and not is_of_api and not settings.DEBUG:
        yield Warning(
            f"The API's hosts are outside PASSKEY_RP_ID={domain!r}: the staff site cannot use passkeys.",
            hint="Set PASSKEY_RP_ID to the domain that the application and the API share, e.g. bank.example.",
            id="bank.W006",
        )
