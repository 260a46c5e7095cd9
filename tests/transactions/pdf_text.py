"""Extracts the text of a PDF that reportlab wrote without `pageCompression`, with its place on the page."""

import re
import zlib
from dataclasses import dataclass

TOKENS = re.compile(
    rb"/ActualText<FEFF(?P<actual>[0-9A-F]*)>|(?P<end>\bEMC\b)"
    rb"|1 0 0 1 (?P<x>[-.\d]+) (?P<y>[-.\d]+) Tm|/(?P<font>F\S+) (?P<size>[.\d]+) Tf|(?P<leading>[.\d]+) TL"
    rb"|(?P<strings>\((?:[^\\()]|\\.)*\)) Tj|(?P<array>\[(?:[^\\()\]]|\((?:[^\\()]|\\.)*\))*\]) TJ|(?P<next>T\*)",
    re.DOTALL,
)
STRING = re.compile(rb"\(((?:[^\\()]|\\.)*)\)|([-.\d]+)", re.DOTALL)


@dataclass(frozen=True)
class Fragment:
    """A piece of a line; coordinates and width in points from the lower left corner."""

    text: str
    x: float
    y: float
    width: float

    @property
    def end(self):
        return self.x + self.width


def grouped(number):
    """An account number of twelve digits as documents print it."""
    return f"{number[:4]} {number[4:8]} {number[8:]}"


def pages_of(body):
    """The texts of each page, in drawing order."""
    return [[fragment.text for fragment in page] for page in fragments_of(body)]


def fragments_of(body):
    """The fragments of each page, in drawing order.

    The text uses the codes of subset fonts, which the font's ToUnicode map translates to characters; where the letters
    are shaped it is the /ActualText beside them.
    """
    assert body.startswith(b"%PDF-")
    assert body.rstrip().endswith(b"%%EOF")
    kids = re.search(rb"/Kids \[([^\]]*)\]", body)[1]
    pages = [_object(body, number) for number in re.findall(rb"(\d+) 0 R", kids)]
    return [
        _fragments(_stream(body, re.search(rb"/Contents (\d+) 0 R", page)[1]), _fonts(body, page)) for page in pages
    ]


def embedded_fonts(body):
    """The names of the fonts, and how many of them are embedded."""
    names = re.findall(rb"/BaseFont /(\S+)", body)
    return [name.decode() for name in names], len(re.findall(rb"/FontFile2 ", body))


def _object(body, number):
    return re.search(rb"\n%s 0 obj(.*?)endobj" % number, body, re.DOTALL)[1]


def _stream(body, number):
    content = _object(body, number)
    data = re.search(rb"stream\r?\n(.*?)\r?\n?endstream", content, re.DOTALL)[1]
    return zlib.decompress(data) if b"FlateDecode" in content else data


def _fonts(body, page):
    """By font: the character and the width of each code."""
    fonts = {}
    for name, number in re.findall(rb"/(F\S+) (\d+) 0 R", _object(body, re.search(rb"/Font (\d+) 0 R", page)[1])):
        font = _object(body, number)
        to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", font)
        codes = re.findall(rb"<(\w\w)> <(\w{4})>", _stream(body, to_unicode[1])) if to_unicode else []
        widths = re.search(rb"/Widths \[([^\]]*)\]", font)
        characters = {int(code, 16): chr(int(character, 16)) for code, character in codes}
        fonts[name] = characters, [float(width) for width in widths[1].split()] if widths else []
    return fonts


def _fragments(content, fonts):
    fragments, actual, parts = [], None, []
    x = y = leading = size = 0.0
    font = None
    for token in TOKENS.finditer(content):
        if token["actual"] is not None:
            actual, parts = bytes.fromhex(token["actual"].decode()).decode("utf-16-be"), []
        elif token["end"]:
            fragments.append(Fragment(actual, parts[0].x, parts[0].y, parts[-1].end - parts[0].x))
            actual = None
        elif token["x"]:
            x, y = float(token["x"]), float(token["y"])
        elif token["font"]:
            font, size = fonts[token["font"]], float(token["size"])
        elif token["leading"]:
            leading = float(token["leading"])
        elif token["next"]:
            y -= leading
        else:
            text, width = _shown(token["strings"] or token["array"], *font, size)
            target = fragments if actual is None else parts
            start = target[-1].end if target and target[-1].y == y and target is parts else x
            target.append(Fragment(text, start, y, width))
    return [fragment for fragment in fragments if fragment.text]


def _shown(operand, characters, widths, size):
    """The text of a string or an array of strings and adjustments, and its width."""
    text, width = "", 0.0
    for string, adjustment in STRING.findall(operand):
        codes = re.sub(rb"\\(\d{3}|.)", _unescaped, string, flags=re.DOTALL)
        text += "".join(characters[code] for code in codes)
        width += sum(widths[code] for code in codes) - float(adjustment or 0)
    return text, width * size / 1000


def _unescaped(match):
    return bytes([int(match[1], 8)]) if match[1].isdigit() else match[1]
