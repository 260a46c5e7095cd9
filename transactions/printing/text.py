"""Text on a page: widths, line breaking in a time that is linear in the length of the text, and drawing.

Most lines are drawn by one call. A line with marks, with letters that join or with several fonts is drawn by runs that
HarfBuzz shapes; its characters stand beside them as /ActualText, which readers copy and search.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from reportlab.lib.abag import ABag
from reportlab.pdfbase.ttfonts import shapeFragWord
from reportlab.pdfgen.canvas import Canvas

from transactions.printing.bidi import get_levels, visual_order
from transactions.printing.characters import (
    assign_fonts,
    character_widths,
    clusters,
    printable,
    scripts,
    simple_characters,
)
from transactions.printing.fonts import load_fonts

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_RUNS_KEPT = 2_000


@dataclass(frozen=True)
class Style:
    """A weight and a size in points."""

    size: float
    bold: bool = False


@dataclass(frozen=True)
class _Run:
    """Characters of one font, script and direction."""

    text: str
    font: str
    level: int


def width_of(text: str, style: Style) -> float:
    """The width of the printable text in points. Where letters join it is an estimate, and rarely too small."""
    widths = load_fonts().bold.widths if _is_simple(text, style) and style.bold else character_widths()
    return sum(widths[character] for character in text) * style.size


def wrapped(text: str, width: float, style: Style) -> list[str]:
    """The text in printable lines of at most `width` points, broken at spaces; a wider word is broken anywhere."""
    lines, line, left = [], "", width
    space = width_of(" ", style)
    for word in printable(text).split(" "):
        needed = width_of(word, style)
        if line and needed + space <= left:
            line, left = f"{line} {word}", left - space - needed
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width, style) if needed > width else [word]
        lines += full
        left = width - width_of(line, style)
    return [*lines, line]


def draw(canvas: Canvas, x: float, y: float, line: str, style: Style, width: float) -> None:
    """Draws a printable line from its left end, condensed where it is wider than `width`."""
    if _is_simple(line, style):
        canvas.setFont(_simple_font(style), style.size)
        canvas.drawString(x, y, line)
        return
    runs = [_shape(run, style.size) for run in _visual_runs(line)]
    total = sum(each for each, _, _ in runs)
    canvas.saveState()
    if total > width:
        canvas.translate(x, 0)
        canvas.scale(width / total, 1)
        canvas.translate(-x, 0)
    canvas.addLiteral(f"/Span<</ActualText<FEFF{line.encode('utf-16-be').hex().upper()}>>>BDC")
    for advance, font, shaped in runs:
        canvas.setFont(font, style.size)
        canvas.drawString(x, y, shaped)
        x += advance
    canvas.addLiteral("EMC")
    canvas.restoreState()


def draw_right(canvas: Canvas, x: float, y: float, line: str, style: Style) -> None:
    """Draws digits and other simple characters up to `x`."""
    canvas.setFont(_simple_font(style), style.size)
    canvas.drawRightString(x, y, line)


def draw_lines(
    canvas: Canvas, x: float, y: float, lines: list[str], style: Style, leading: float, width: float
) -> None:
    """Draws printable lines below each other."""
    if all(_is_simple(line, style) for line in lines):
        text: Any = canvas.beginText(x, y)
        text.setFont(_simple_font(style), style.size, leading)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        return
    for place, line in enumerate(lines):
        draw(canvas, x, y - place * leading, line, style, width)


def _is_simple(text: str, style: Style) -> bool:
    return simple_characters(bold=style.bold).issuperset(text)


def _simple_font(style: Style) -> str:
    return load_fonts().bold.name if style.bold else load_fonts().regular[0].name


def _pieces(word: str, width: float, style: Style) -> Iterator[str]:
    piece, used = "", 0.0
    for cluster in clusters(word):
        needed = width_of(cluster, style)
        if piece and used + needed > width:
            yield piece
            piece, used = "", 0.0
        piece += cluster
        used += needed
    yield piece


def _visual_runs(line: str) -> list[_Run]:
    """The runs of the line from left to right."""
    fonts = [(font or load_fonts().regular[0]).name for font in assign_fonts(line)]
    keys = zip(fonts, get_levels(line), scripts(line), strict=True)
    runs = [
        _Run("".join(character for character, _ in group), font, level)
        for (font, level, _), group in groupby(zip(line, keys, strict=True), key=itemgetter(1))
    ]
    return [runs[place] for place in visual_order([run.level for run in runs])]


@lru_cache(_RUNS_KEPT)
def _shape(run: _Run, size: float) -> tuple[float, str, str]:
    """The width of a run, its font, and its glyphs from left to right as text that reportlab draws."""
    text = run.text
    if run.level % 2 and not any(map(str.isalpha, text)):  # HarfBuzz takes the direction from the letters
        text = text[::-1].translate(_MIRRORED)
    word = shapeFragWord([0, (ABag(fontName=run.font, fontSize=size), text)], force=True)
    return word[0], run.font, word[1][1]
