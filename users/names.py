"""The rules for names of persons."""

import re
import unicodedata

from core.text import JOINERS, clean, is_reserved, is_visible

MAX_NAME = 70  # characters, as in SEPA payments
RULE = (
    "Letters, digits, spaces, ' \N{RIGHT SINGLE QUOTATION MARK} - and /; a full stop only before a space or at the end."
)
CHARACTERS = "A name may have letters, digits, spaces and the signs ' \N{RIGHT SINGLE QUOTATION MARK} - / only."
FULL_STOP = "A full stop must be followed by a space or end the name."
NO_LETTER = "A name must have at least one letter."
TOO_LONG = f"A name may have at most {MAX_NAME} characters."
_SIGNS = frozenset(" '\N{RIGHT SINGLE QUOTATION MARK}-/.") | JOINERS
_HYPHENS = str.maketrans("\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "--")
_FULL_STOP_INSIDE = re.compile(r"\.(?! |$)")


def clean_name(text: str) -> str:
    """The name as it is stored: NFC, trimmed, with plain spaces and hyphens for no-break and other ones.

    Raises ValueError with a message for the user. Does not check the length.
    """
    name = clean(text).translate(_HYPHENS)
    name = "".join(" " if unicodedata.category(character) == "Zs" else character for character in name)
    if not all(_is_allowed(character) for character in name):
        raise ValueError(CHARACTERS)
    if _FULL_STOP_INSIDE.search(name):
        raise ValueError(FULL_STOP)
    if name and not any(character.isalnum() or is_reserved(character) for character in name):
        raise ValueError(NO_LETTER)
    return name


def _is_allowed(character: str) -> bool:
    if character in _SIGNS:
        return True
    category = unicodedata.category(character)
    if category == "Cn":
        return is_reserved(character) and ord(character) >= 0x20000  # ideographs, not pictographs
    return (category[0] in "LM" or category == "Nd") and is_visible(character)
