"""Values of the `browserId` cookie: those that this server generates can be told from all others.

Any well-formed value identifies a browser. Only a generated one can make the browser known for an account
(`users.authentication.known_browsers`): somebody who plants a value of their own in a browser gains nothing by it.
"""

import secrets

from core.keys import Purpose, is_signature, sign

_RANDOM = 43  # characters of 256 bits


def new_browser_id() -> str:
    """256 random bits and a signature of them."""
    value = secrets.token_urlsafe(32)
    return f"{value}.{sign(Purpose.BROWSER_IDS, value)}"


def is_minted(browser_id: str) -> bool:
    """Whether this server has generated the value, with a key that it still has."""
    value, _, signature = browser_id.partition(".")
    return len(value) == _RANDOM and is_signature(Purpose.BROWSER_IDS, value, signature)
