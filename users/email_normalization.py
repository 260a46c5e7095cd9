"""Normalizes e-mail addresses."""

import unicodedata

MAX_EMAIL = 254  # characters


def normalize_email(text: str) -> str:
    """The address trimmed, in NFKC and casefolded, as it is stored, looked up and counted.

    NFKC is applied again after casefolding, which can undo it; so the function is idempotent.
    """
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return unicodedata.normalize("NFKC", folded).strip()
