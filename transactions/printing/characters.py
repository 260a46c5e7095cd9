"""Which font prints which character; characters without a font are printed as code points."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from unicodedata import bidirectional, category, combining, name

from core.text import JOINERS
from transactions.printing.bidi import RIGHT_TO_LEFT
from transactions.printing.fonts import Font, load_fonts

_VIRAMA = 9  # the canonical combining class of viramas, which form a conjunct with the next letter
_NO_BREAK_SPACES = frozenset("\u00a0\u202f")  # printed by runs: reportlab draws the first as an ordinary space


@cache
def simple_characters(*, bold: bool = False) -> frozenset[str]:
    """The characters of the first font that are printed one after another from left to right, each by one glyph."""
    font = load_fonts().bold if bold else load_fonts().regular[0]
    return frozenset(character for character in font.widths if _is_simple(character))


@cache
def character_widths() -> dict[str, float]:
    """The width of each character for a size of 1, in the font that prints it."""
    widths: dict[str, float] = {}
    for font in reversed(load_fonts().regular):
        widths |= font.widths
    return widths


def printable(text: str) -> str:
    """The text with code points such as U+4E2D for each character that no font has."""
    if character_widths().keys() >= set(text):
        return text
    pieces: list[str] = []
    for missing, group in groupby(zip(text, assign_fonts(text), strict=True), key=lambda pair: pair[1] is None):
        characters = [character for character, _ in group]
        piece = " ".join(f"U+{ord(each):04X}" for each in characters) if missing else "".join(characters)
        if pieces and not (pieces[-1].endswith(" ") or piece.startswith(" ")):
            piece = f" {piece}"
        pieces.append(piece)
    return "".join(pieces)


def assign_fonts(text: str) -> list[Font | None]:
    """The font of each character; marks and joiners have that of the character before, or none."""
    fonts: list[Font | None] = []
    regular = load_fonts().regular
    for character in text:
        before = fonts[-1] if fonts else regular[0]
        if is_attached(character) or not character.isalpha():
            if before is not None and character in before.widths:
                fonts.append(before)
                continue
            if is_attached(character):
                fonts.append(None)
                continue
        fonts.append(next((font for font in regular if character in font.widths), None))
    return fonts


def is_attached(character: str) -> bool:
    """Whether it is a mark or a joiner, which is printed together with the character before."""
    return character in JOINERS or category(character)[0] == "M"


def clusters(text: str) -> Iterator[str]:
    """The characters, each with its marks, and with the letters that form a conjunct with it."""
    cluster = ""
    for character in text:
        if cluster and not (is_attached(character) or _joins_next(cluster[-1])):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def scripts(text: str) -> list[str]:
    """The script of each character, as names of letters in Unicode begin; other characters take that of a neighbour."""
    found: list[str] = []
    for character in text:
        if character.isalpha() and category(character) != "Lm":
            found.append(name(character, "").partition(" ")[0])
        else:
            found.append(found[-1] if found else "")
    first = next(filter(None, found), "")
    return [each or first for each in found]


def _joins_next(character: str) -> bool:
    return character in JOINERS or combining(character) == _VIRAMA


def _is_simple(character: str) -> bool:
    if is_attached(character) or category(character)[0] == "C" or character in _NO_BREAK_SPACES:
        return False
    return bidirectional(character) not in RIGHT_TO_LEFT
