"""What printed documents have in common: the page, the letterhead, and facts as labels with values."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import IO

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from transactions.printing.characters import printable
from transactions.printing.fonts import load_fonts
from transactions.printing.text import Style, draw, draw_lines, draw_right, width_of, wrapped

INK, FAINT = colors.HexColor("#1c2733"), colors.HexColor("#5b6875")
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 15 * mm, WIDTH - 15 * mm, HEIGHT - 34 * mm, 22 * mm
TEXT, TITLE = Style(8), Style(14, bold=True)
LEADING = 11
LABEL_WIDTH = 26 * mm
FACT_GAP, TITLE_GAP = 2, 12  # points below a fact, and before the document's title

CODE = re.compile(r"U\+[0-9A-F]{4}")
CODES = gettext_lazy("Codes such as U+4E2D stand for characters that this document cannot print.")

Facts = list[tuple[str, list[str]]]  # labels, and values in printable lines


def new_canvas(target: IO[bytes], title: str) -> Canvas:
    """A document on A4 paper that uses no font but those that it embeds."""
    font = load_fonts().regular[0].name
    canvas = Canvas(target, pagesize=A4, initialFontName=font)  # type: ignore[arg-type]  # the stub says float
    canvas.setTitle(title)
    canvas.setAuthor(settings.BANK_NAME)
    return canvas


def draw_frame(canvas: Canvas, title: str, *, foot: str, page: str = "") -> None:
    """The letterhead with the bank's name, in smaller letters where it is long, and the foot of a page."""
    room = RIGHT - LEFT - width_of(title, TEXT) - TITLE_GAP
    bank = printable(settings.BANK_NAME)
    size = min(TITLE.size, TITLE.size * room / width_of(bank, TITLE)) if bank else TITLE.size
    canvas.setFillColor(INK)
    draw(canvas, LEFT, HEIGHT - 20 * mm, bank, Style(size, bold=True), room)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.line(LEFT, HEIGHT - 24 * mm, RIGHT, HEIGHT - 24 * mm)
    canvas.setFillColor(FAINT)
    draw_right(canvas, RIGHT, HEIGHT - 20 * mm, title, TEXT)
    draw(canvas, LEFT, 12 * mm, foot, TEXT, RIGHT - LEFT)
    draw_right(canvas, RIGHT, 12 * mm, page, TEXT)


def wrap_facts(facts: list[tuple[str, str]]) -> Facts:
    """The facts that have a value."""
    return [(label, wrapped(value, RIGHT - LEFT - LABEL_WIDTH, TEXT)) for label, value in facts if value]


def add_note_about_codes(facts: Facts, other_lines: Iterable[str] = ()) -> Facts:
    """The facts, and a note if a line of them or of the rest of the document has the code of a character."""
    lines = (line for _, value in facts for line in value)
    has_codes = any(map(CODE.search, chain(lines, other_lines)))
    return facts + wrap_facts([(gettext("Note"), str(CODES))]) if has_codes else facts


def height_of(facts: Facts) -> float:
    """In points."""
    return sum(len(lines) * LEADING + FACT_GAP for _, lines in facts)


def draw_facts(canvas: Canvas, facts: Facts, top: float) -> None:
    """Labels on the left, values beside them."""
    y = top - TEXT.size
    for label, lines in facts:
        canvas.setFillColor(FAINT)
        draw(canvas, LEFT, y, label, TEXT, LABEL_WIDTH)
        canvas.setFillColor(INK)
        draw_lines(canvas, LEFT + LABEL_WIDTH, y, lines, TEXT, LEADING, RIGHT - LEFT - LABEL_WIDTH)
        y -= len(lines) * LEADING + FACT_GAP
