"""Passwords as Unicode text: normalized to NFC before they are hashed (RFC 8265), on every path.

A password that was hashed as typed, by an earlier version, is still accepted, so each attempt tries up to two forms.
Their number depends only on the typed text; otherwise response times would reveal accounts.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import hashers
from django.core.validators import MaxLengthValidator
from django.utils.deconstruct import deconstructible
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from core.text import LONGEST_FORM, nfc
from core.validation import MAX_PASSWORD


@dataclass(frozen=True)
class Verdict:
    """Whether a password is right, and whether its hash should be renewed."""

    is_valid: bool
    outdated: bool


def make_password(password: str | None) -> str:
    """The hash of a password in NFC; for None one that no password matches."""
    return hashers.make_password(None if password is None else nfc(password))


def verify_password(password: str, encoded: str | None) -> Verdict:
    """Compares a typed password with a stored hash, which is None if there is no account.

    Computes a hash for each form of the typed text: one, or two if it is not in NFC. Always for all forms, whether the
    password is right and whether there is an account.
    """
    is_valid = outdated = False
    for form in _forms(password):
        if encoded is None:
            hashers.make_password(form)
            continue
        matches, is_weak = hashers.verify_password(form, encoded)
        is_valid = is_valid or matches
        outdated = outdated or (matches and (is_weak or form != nfc(password)))
    return Verdict(is_valid, outdated)


@deconstructible
class PasswordLengthValidator(MaxLengthValidator):
    """Allows at most `MAX_PASSWORD` characters, in NFC or as typed."""

    def __init__(self) -> None:
        sentence = gettext_lazy("Ensure this field has no more than {max_length} characters.")
        super().__init__(MAX_PASSWORD, format_lazy(sentence, max_length=MAX_PASSWORD))

    def clean(self, x: Any) -> int:
        """The length as typed, or in NFC if only that may be short enough; in bounded time for any text."""
        return len(x) if len(x) <= MAX_PASSWORD or len(x) > LONGEST_FORM * MAX_PASSWORD else len(nfc(x))


def _forms(typed: str) -> tuple[str, ...]:
    normal = nfc(typed)
    return (normal,) if typed == normal else (normal, typed)
