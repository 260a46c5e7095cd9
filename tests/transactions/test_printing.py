"""Printed text: directions, fonts, code points and line breaks."""

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from transactions.printing.bidi import get_levels, visual_order
from transactions.printing.characters import assign_fonts, clusters, printable, scripts
from transactions.printing.text import Style, draw, width_of, wrapped

STYLE = Style(8)
# By UAX #9 for a line from left to right, each checked against the implementation of python-bidi; \u05d0 to \u05d2 are
# Hebrew letters, \u0635 and \u062f Arabic ones, \u0664 is an Arabic digit.
VISUAL = {
    "abc 12": "abc 12",
    "\u05d0\u05d1 \u05d2": "\u05d2 \u05d1\u05d0",
    "a \u05d0\u05d1 b": "a \u05d1\u05d0 b",
    "\u05d0 12 \u05d1": "\u05d1 12 \u05d0",
    "\u0635 12, 34 a": "34 ,12 \u0635 a",
    "\u05d0 12,34": "12,34 \u05d0",
    "\u05d0 5% $7": "$7 5% \u05d0",
    "\u05d0 1+2": "1+2 \u05d0",
    "\u0635\u0664.": "\u0664\u0635.",
    "a (\u05d0) b": "a (\u05d0) b",
    "\u05d0 (\u05d1) a": ")\u05d1( \u05d0 a",
    "\u05d0 (b) \u05d1": "\u05d0 (b) \u05d1",
    "\u0635 (12) a": ")12( \u0635 a",
    "[\u05d0] a (": "[\u05d0] a (",
    "\u05d0, a: \u05d1.": "\u05d0, a: \u05d1.",
}


def visual(text):
    """The characters from left to right; brackets are not mirrored."""
    return "".join(text[place] for place in visual_order(get_levels(text)))


@pytest.mark.parametrize(("text", "order"), VISUAL.items())
def test_characters_are_ordered_by_the_bidirectional_algorithm(text, order):
    assert visual(text) == order


def test_marks_and_joiners_have_the_direction_of_the_character_before():
    assert get_levels("\u0635\u064e\u200c\u062f a") == [1, 1, 1, 1, 0, 0]
    assert get_levels("a\u0301 \u0635") == [0, 0, 0, 1]


@given(st.text("ab \u05d0\u062f1\u0664.,+-%()[]", max_size=30))
def test_every_character_is_printed_once(text):
    assert sorted(visual_order(get_levels(text))) == list(range(len(text)))


def test_signs_and_digits_stay_in_the_font_of_the_letters_before_them():
    names = [font.name for font in assign_fonts("a1 صن 1.b")]

    assert names == ["Regular0"] * 3 + ["Regular1"] * 5 + ["Regular0"]


def test_script_of_signs_is_that_of_a_neighbouring_letter():
    assert scripts("(a1 क्ष)") == ["LATIN"] * 4 + ["DEVANAGARI"] * 4
    assert scripts("12") == ["", ""]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("e\u0301x", ["e\u0301", "x"]),
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("र्\u200dय", ["र्\u200dय"]),
        ("", []),
    ],
)
def test_clusters_are_letters_with_their_marks_and_conjuncts(text, parts):
    assert list(clusters(text)) == parts


@given(st.text(max_size=40))
def test_printable_text_has_only_characters_with_a_font(text):
    assert None not in assign_fonts(printable(text))


@given(st.text("aé क्षिص銀W-", max_size=80), st.integers(30, 120))
def test_wrapped_lines_keep_the_text_and_the_width(text, width):
    lines = wrapped(text, width, STYLE)

    assert "".join(lines).replace(" ", "") == printable(text).replace(" ", "")
    for line in lines:
        assert width_of(line, STYLE) <= width + 0.001


def drawn(line, width):
    """The page on which the line is drawn."""
    target = BytesIO()
    canvas = Canvas(target, pageCompression=0)
    draw(canvas, 0, 0, line, STYLE, width)
    canvas.save()
    return target.getvalue()


def test_shaped_line_that_is_wider_than_its_column_is_condensed():
    wide, narrow = drawn("किताब", 100), drawn("किताब", 10)

    assert not re.search(rb"\d 0 0 1 0 0 cm /Span", wide)
    (factor,) = re.findall(rb"\n(\.\d+) 0 0 1 0 0 cm", narrow)
    assert 0.3 < float(factor) < 0.7


def test_devanagari_is_drawn_with_conjuncts_beside_latin_letters():
    latin, devanagari = re.findall(rb"Tf 9.6 TL \((.*?)\) Tj", drawn("o क्षक्ष", 100))

    assert latin == b"o "
    assert len(re.findall(rb"\\\d{3}|[^\\]", devanagari)) == 2  # one glyph for each conjunct
