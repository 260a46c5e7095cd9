"""Text in a PDF: fonts, and line breaking in a time that is linear in the length of the text."""

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT, BOLD, SIZE, LEADING = "Statement", "Statement-Bold", 8, 10


@cache
def register_fonts() -> None:
    """Registers Bitstream Vera, which is part of reportlab."""
    pdfmetrics.registerFont(TTFont(FONT, "Vera.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, "VeraBd.ttf"))


def wrapped(text: str, width: float) -> list[str]:
    """The text in lines of at most `width` points, broken at spaces; a wider word is broken anywhere.

    `reportlab.platypus.Paragraph`, which can do more, took three times as long (docs/performance.md).
    """
    lines, line, left = [], "", width
    space = _width(" ")
    for word in text.split(" "):
        needed = _width(word)
        if line and needed + space <= left:
            line, left = f"{line} {word}", left - space - needed
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width) if needed > width else [word]
        lines += full
        left = width - _width(line)
    return [*lines, line]


def _pieces(word: str, width: float) -> list[str]:
    pieces, start, used = [], 0, 0.0
    for place, character in enumerate(word):
        used += _width(character)
        if used > width and place > start:
            pieces.append(word[start:place])
            start, used = place, _width(character)
    return [*pieces, word[start:]]


def _width(text: str) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, SIZE))
