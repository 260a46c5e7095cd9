"""The rules for names of persons."""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext_lazy, ngettext_lazy

from core.text import JOINERS, clean, is_reserved, is_visible

MAX_NAME = 70  # characters, as in SEPA payments
RULE = (
    "Letters, digits, spaces, ' \N{RIGHT SINGLE QUOTATION MARK} - and /; a full stop only before a space or at the end."
)
CHARACTERS = gettext_lazy(  # xgettext does not read "\N{…}"
    "A name may have letters, digits, spaces and the signs ' ’ - / only."  # noqa: RUF001 (the sign is meant)
)
FULL_STOP = gettext_lazy("A full stop must be followed by a space or end the name.")
NO_LETTER = gettext_lazy("A name must have at least one letter.")
TOO_LONG = ngettext_lazy(
    "A name may have at most {max_length} character.", "A name may have at most {max_length} characters.", MAX_NAME
)
_SIGNS = frozenset(" '\N{RIGHT SINGLE QUOTATION MARK}-/.") | JOINERS
_HYPHENS = str.maketrans("\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "--")
_ZERO_WIDTH_JOINER = "\u200d"
_VIRAMA = 9  # the canonical combining class of viramas
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


@lru_cache(maxsize=500)  # the names of a page repeat: 6 % of a page of entries
def masked_name(full_name: str) -> str:
    """The name as another member sees it: "Matthew Member" becomes "Matthew M.".

    The first word, then the first letter of the last word with its marks. Of a name in one word only the first letter
    is shown, because some languages write the full name without spaces.
    """
    words = [word for word in full_name.split() if any(map(str.isalnum, word))] or full_name.split()
    if not words:
        return ""
    initial = f"{_initial(words[-1])}."
    return f"{words[0]} {initial}" if len(words) > 1 else initial


def _initial(word: str) -> str:
    """The first letter or digit, with the marks and the rest of the conjunct that are written as one with it."""
    start = next((place for place, character in enumerate(word) if _is_base(character)), 0)
    end = start + 1
    while end < len(word) and (_extends(word[end]) or _joins_next(word[start:end])):
        end += 1
    return word[start:end].rstrip("".join(JOINERS))


def _is_base(character: str) -> bool:
    return character.isalnum() and unicodedata.category(character) != "Lm"  # the okina, an apostrophe in form


def _extends(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in JOINERS


def _joins_next(text: str) -> bool:
    """Whether the text ends with a virama, which forms a conjunct with the next letter."""
    return unicodedata.combining(text.rstrip(_ZERO_WIDTH_JOINER)[-1:] or " ") == _VIRAMA


def _is_allowed(character: str) -> bool:
    if character in _SIGNS:
        return True
    category = unicodedata.category(character)
    if category == "Cn":
        return is_reserved(character) and ord(character) >= 0x20000  # ideographs, not pictographs
    return (category[0] in "LM" or category == "Nd") and is_visible(character)
