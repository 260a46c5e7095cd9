"""The key ring: several secrets with ids (`kid`), and a key of its own for each purpose, derived by HKDF-SHA256.

The first key signs. A token or link names its key by `kid`, and only that key verifies it, so a new key can be added on
one server after another (docs/operations.md#rotating-keys).
"""

import base64
import hmac
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from django.conf import settings

SECRET_KEY_ITEM = "secret-key"  # noqa: S105 (the item of `TOKEN_KEYS` that stands for SECRET_KEY)
MIN_SECRET = 32  # characters
MAX_SECRET = 512
MAX_KEYS = 10
_KID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_SECRET = re.compile(r"[!-+\--~]+")  # printable ASCII without spaces and commas
_SALT = b"bank-portal/keys/1"
_SIGNATURE_BYTES = 16


class Purpose(StrEnum):
    """What a derived key is for. A key of one purpose is of no use for another."""

    TOKENS = "tokens"
    LINKS = "links"
    LIMITS = "limits"
    BROWSER_IDS = "browser-ids"
    FACTORS = "factors"
    CHALLENGES = "challenges"
    CONFIRMATIONS = "confirmations"


class UnknownKey(LookupError):
    """The key ring of this server has no key with this id."""


@dataclass(frozen=True)
class Key:
    """One secret of the ring."""

    kid: str
    secret: bytes = field(repr=False)
    is_secret_key: bool = False  # SECRET_KEY itself


@dataclass(frozen=True)
class KeyRing:
    """The keys in their order; the first signs."""

    keys: dict[str, Key]

    @property
    def first(self) -> Key:
        """The key that signs."""
        return next(iter(self.keys.values()))

    @property
    def has_secret_key(self) -> bool:
        """Whether one of the keys is SECRET_KEY."""
        return any(key.is_secret_key for key in self.keys.values())


def parse_key_ring(text: str, secret_key: str) -> KeyRing:
    """The ring of `kid:secret,…`; the item `secret-key` stands for SECRET_KEY, and is the ring where `text` is empty.

    Raises ValueError, whose message names no secret.
    """
    items = re.split(r"\s*,\s*|\s*\n\s*", text.strip() or SECRET_KEY_ITEM)
    keys: dict[str, Key] = {}
    for number, item in enumerate(items, start=1):
        key = _parse_key(item, number, secret_key)
        if key.kid in keys:
            raise ValueError(f"two keys have the id {key.kid!r}")
        if any(hmac.compare_digest(key.secret, other.secret) for other in keys.values()):
            raise ValueError(f"item {number} has the secret of another key")
        keys[key.kid] = key
    if len(keys) > MAX_KEYS:
        raise ValueError(f"write at most {MAX_KEYS} keys")
    return KeyRing(keys)


def is_kid(text: str) -> bool:
    """Whether a text has the form of a key's id."""
    return bool(_KID.fullmatch(text))


def signing_kid() -> str:
    """The id of the key that signs."""
    ring: KeyRing = settings.TOKEN_KEYS
    return ring.first.kid


def key_ids() -> tuple[str, ...]:
    """The ids of all keys."""
    ring: KeyRing = settings.TOKEN_KEYS
    return tuple(ring.keys)


def derive(purpose: Purpose, kid: str | None = None) -> bytes:
    """The 32 bytes for a purpose, from the key with this id or, without one, from the key that signs.

    Raises UnknownKey. SECRET_KEY signs tokens itself, as in versions before the key ring: during an upgrade, servers
    of both versions must accept each other's tokens.
    """
    ring: KeyRing = settings.TOKEN_KEYS
    key = ring.first if kid is None else ring.keys.get(kid)
    if key is None:
        raise UnknownKey(kid)
    if key.is_secret_key and purpose is Purpose.TOKENS:
        return key.secret
    return _derived(key.secret, purpose.encode())


def sign(purpose: Purpose, text: str) -> str:
    """A signature of the text by the key that signs: the key's id, a dot and 22 characters."""
    return _signature(purpose, text, signing_kid())


def is_signature(purpose: Purpose, text: str, signature: str) -> bool:
    """Whether the key that the signature names has made it for this purpose and text."""
    try:
        expected = _signature(purpose, text, signature.partition(".")[0])
    except UnknownKey:
        return False
    return hmac.compare_digest(signature.encode(), expected.encode())


def all_signatures(purpose: Purpose, text: str) -> list[str]:
    """The signature of the text by each key of the ring, for a query that finds a row by its signature."""
    ring: KeyRing = settings.TOKEN_KEYS
    return [_signature(purpose, text, kid) for kid in ring.keys]


def hkdf_sha256(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF of RFC 5869 with SHA-256."""
    pseudorandom_key = hmac.digest(salt, secret, "sha256")
    output, block, number = b"", b"", 0
    while len(output) < length:
        number += 1
        block = hmac.digest(pseudorandom_key, block + info + bytes([number]), "sha256")
        output += block
    return output[:length]


def _signature(purpose: Purpose, text: str, kid: str) -> str:
    digest = hmac.digest(derive(purpose, kid), text.encode(), "sha256")[:_SIGNATURE_BYTES]
    return f"{kid}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


@lru_cache(maxsize=128)
def _derived(secret: bytes, info: bytes) -> bytes:
    return hkdf_sha256(secret, salt=_SALT, info=info, length=32)


def _parse_key(item: str, number: int, secret_key: str) -> Key:
    if item == SECRET_KEY_ITEM:
        secret = secret_key.encode()
        # Of the key's content: with another SECRET_KEY the tokens of the former one have an unknown id.
        return Key(f"sk-{_derived(secret, b'kid')[:4].hex()}", secret, is_secret_key=True)
    kid, colon, value = item.partition(":")
    if not colon or not is_kid(kid) or kid.startswith("sk-"):
        raise ValueError(
            f"item {number} is not of the form kid:secret, with a kid of 1 to 16 letters, digits, '_' and '-' that "
            "does not begin with 'sk-'"
        )
    if not _SECRET.fullmatch(value) or not MIN_SECRET <= len(value) <= MAX_SECRET:
        raise ValueError(
            f"the secret of {kid!r} must have {MIN_SECRET} to {MAX_SECRET} printable ASCII characters, without spaces "
            "and commas"
        )
    return Key(kid, value.encode())
