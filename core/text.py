"""Text of requests: normalized to NFC, validated by character, and folded for searches."""

import re
import unicodedata

from django.utils.translation import gettext, ngettext

from core.validation import MAX_TEXT

# One character of NFC has at most four in any form that is canonically equivalent to it.
LONGEST_FORM = 4
MAX_SEARCH_KEY = 600  # characters; enough for 200 of nearly any text, the rest is cut off
JOINERS = frozenset("\u200c\u200d")  # zero width non-joiner and joiner: Persian, Indic scripts, emoji
# Soft hyphen, zero width space, word joiner, byte order mark: invisible characters that copied text contains.
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# Not compared by searches: what is dropped, joiners, the marks that choose between text and emoji style.
_NOT_COMPARED = _DROPPED | dict.fromkeys([*map(ord, JOINERS), *range(0xFE00, 0xFE10)])
_FILLERS = frozenset("\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters without a visible shape
# Control characters, line and paragraph separators, surrogates, private use, direction marks and other formats.
_REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Unassigned in our version of Unicode, but reserved for pictographs and ideographs: these have no case and one form.
_RESERVED = (range(0x1F000, 0x1FB00), range(0x1FC00, 0x1FFFE), range(0x20000, 0x2FFFE), range(0x30000, 0x3FFFE))
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f")  # the emoji of England, Scotland, Wales
_BLANK = "".join(JOINERS) + "\ufe0e\ufe0f"


def nfc(text: str) -> str:
    """The text in Unicode Normalization Form C. Bound its length first: the time may grow with its square."""
    return unicodedata.normalize("NFC", text)


def is_within(text: str, most: int) -> bool:
    """Whether the text has at most `most` characters once it is normalized; in bounded time for any text."""
    return len(text) <= LONGEST_FORM * most and len(nfc(text)) <= most


def clean(text: str) -> str:
    """The text in NFC, without the invisible characters that copying leaves behind, trimmed; "" if nothing shows."""
    text = nfc(text.translate(_DROPPED)).strip()
    return text if "".join(text.split()).strip(_BLANK) else ""


def clean_line(text: str) -> str:
    """One line of text as it is stored: `clean`, and without characters that a statement or a list cannot print.

    No-break spaces, joiners and emoji stay. Raises ValueError, with a message that names the character, for line
    breaks, tabs, other control characters, direction marks, private-use and unassigned characters.
    """
    text = clean(text)
    for character in _FLAG.sub("", text):
        if not _is_printable(character):
            raise ValueError(
                gettext(
                    "Must be one line of text without tabs, control characters or direction marks: "
                    "%(character)s is not allowed."
                )
                % {"character": f"U+{ord(character):04X}"}
            )
    return text


def clean_search(text: str) -> str:
    """A search term, cleaned as by `clean_line`. Raises ValueError also for more than `MAX_TEXT` characters."""
    if not is_within(text.strip(), MAX_TEXT):
        raise ValueError(
            ngettext("Must have at most %(most)s character.", "Must have at most %(most)s characters.", MAX_TEXT)
            % {"most": MAX_TEXT}
        )
    return clean_line(text)


def is_reserved(character: str) -> bool:
    """Whether it is unassigned but can only become a pictograph or an ideograph."""
    return any(ord(character) in block for block in _RESERVED)


def is_visible(character: str) -> bool:
    """Whether it is not one of the letters without a visible shape."""
    return character not in _FILLERS


def fold(text: str) -> str:
    """The form that searches compare: equal for texts that differ in case, normal form, width or kind of space only.

    Accents count. Idempotent. Unicode's NFKC_Casefold, and all four i of Turkish are one: with and without a dot they
    are each other's capital and small letter, and no other language tells them apart by an accent.
    """
    text = unicodedata.normalize("NFKC", text.translate(_NOT_COMPARED)).casefold()
    return unicodedata.normalize("NFKC", text.replace("i\u0307", "i").replace("\u0131", "i"))


def search_key(text: str) -> str:
    """The search key that is stored beside a text."""
    return fold(text)[:MAX_SEARCH_KEY]


def _is_printable(character: str) -> bool:
    if character in JOINERS:
        return True
    category = unicodedata.category(character)
    if category == "Cn":
        return is_reserved(character)
    return category not in _REFUSED and is_visible(character)
