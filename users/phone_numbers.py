"""Validates telephone numbers as people write them, and normalizes them."""

import re
import unicodedata

from django.utils.translation import gettext

MAX_LENGTH = 32
MIN_DIGITS = 3  # 112
_NUMBER = re.compile(
    r"(?P<number>\+? ?\(?[0-9][0-9 ()/.-]*)(,? ?(ext\.?|extension|x|#) ?[0-9]{1,8})?", re.IGNORECASE | re.ASCII
)


def normalize_phone(text: str) -> str:
    """The text with plain spaces and hyphens, and without the invisible marks that address books add.

    Raises ValueError unless it is a number of at least three digits, with or without an extension.
    """
    plain = re.sub(" +", " ", "".join(map(_plain, text))).strip()
    match = _NUMBER.fullmatch(plain)
    if not match or sum(character.isdigit() for character in match["number"]) < MIN_DIGITS:
        raise ValueError(gettext("Enter a telephone number such as +1 555 0101 or (555) 123-4567 ext. 12."))
    return plain


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    return "" if category == "Cf" else character
