"""The relying party of passkeys: its domain, and the origins whose pages may use them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class RelyingParty:
    """The domain, and the origins that a credential of a request may come from."""

    id: str
    origins: tuple[str, ...]


def relying_party_for(request: HttpRequest) -> RelyingParty | None:
    """The relying party for a request; None where its origin cannot use passkeys, or nobody can.

    A script sends no `Origin`; a credential that it sends has one of its own, which must be one of `origins`.
    """
    own = f"{request.scheme}://{request.get_host()}".lower()
    origins = origins_within(settings.PASSKEY_RP_ID, [own, *application_origins()])
    asked = request.META.get("HTTP_ORIGIN")
    if not origins or (asked is not None and asked not in origins):
        return None
    return RelyingParty(settings.PASSKEY_RP_ID, origins)


def application_origins() -> list[str]:
    """The origins of the applications that the settings name."""
    parts = urlsplit(settings.FRONTEND_URL)
    frontend = [f"{parts.scheme}://{parts.netloc}".lower()] if parts.netloc else []
    return [*frontend, *settings.CORS_ALLOWED_ORIGINS]


def origins_within(rp_id: str, origins: Iterable[str]) -> tuple[str, ...]:
    """The origins that can use passkeys of this domain: on its host, or on one below it."""
    return tuple(dict.fromkeys(origin for origin in origins if is_within(rp_id, urlsplit(origin).hostname or "")))


def is_within(rp_id: str, host: str) -> bool:
    """Whether the domain is the host or a parent domain of it."""
    return bool(rp_id) and (host == rp_id or host.endswith(f".{rp_id}"))
