"""Values of the `browserId` cookie: those that this server generates can be told from all others.

Any well-formed value identifies a browser. Only a generated one can make the browser known for an account
(`users.authentication.known_browsers`): somebody who plants a value of their own in a browser gains nothing by it.
"""

import base64
import hmac
import secrets

from core.keys import derive_key

_RANDOM = 43  # characters of 256 bits
_SIGNATURE_BYTES = 16


def new_browser_id() -> str:
    """256 random bits and a signature of them, 66 characters."""
    value = secrets.token_urlsafe(32)
    return f"{value}.{_signature(value)}"


def is_minted(browser_id: str) -> bool:
    """Whether this server has generated the value."""
    value, _, signature = browser_id.partition(".")
    return len(value) == _RANDOM and hmac.compare_digest(signature, _signature(value))


def _signature(value: str) -> str:
    digest = hmac.digest(derive_key("browser-id"), value.encode(), "sha256")[:_SIGNATURE_BYTES]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
