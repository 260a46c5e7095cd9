"""One spelling for every e-mail address."""

import unicodedata

MAX_EMAIL = 254  # characters


def normalize_email(text: str) -> str:
    """Trimmed, NFKC, casefolded: what is stored, looked up and counted by.

    NFKC again after casefolding, which can undo it; so the function is idempotent.
    """
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return unicodedata.normalize("NFKC", folded).strip()
