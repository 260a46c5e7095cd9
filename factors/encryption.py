"""Encrypts the secrets of authenticators: AES-256-GCM with a key of the ring, whose id is stored beside the text."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.keys import Purpose, derive, signing_kid

_NONCE = 12  # bytes


def encrypt(text: str, *, owner: int) -> tuple[str, str]:
    """The id of the key and the encrypted text, which can only be decrypted for the same owner."""
    kid, nonce = signing_kid(), os.urandom(_NONCE)
    sealed = AESGCM(derive(Purpose.FACTORS, kid)).encrypt(nonce, text.encode(), _bound_to(owner))
    return kid, base64.urlsafe_b64encode(nonce + sealed).decode()


def decrypt(kid: str, encrypted: str, *, owner: int) -> str:
    """The text. Raises UnknownKey where the ring has no key with this id, ValueError for a text that was changed."""
    raw = base64.urlsafe_b64decode(encrypted)
    try:
        opened = AESGCM(derive(Purpose.FACTORS, kid)).decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(owner))
    except InvalidTag as exc:
        raise ValueError("the encrypted text was changed, or is of another owner or key") from exc
    return opened.decode()


def _bound_to(owner: int) -> bytes:
    return f"totp:{owner}".encode()
