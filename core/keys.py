"""Keys for one purpose each, derived from `SECRET_KEY`: a signature for one purpose is not valid for another."""

import hmac

from django.conf import settings


def derive_key(purpose: str) -> bytes:
    """The key for a purpose, such as `browser-id`: 32 bytes."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"bankportal:{purpose}".encode(), "sha256")
