"""Extracts the text of a PDF that reportlab wrote without `pageCompression`."""

import re
import zlib


def pages_of(body):
    """The text fragments of each page, in drawing order.

    The text uses the codes of subset fonts, which the font's ToUnicode map translates to characters.
    """
    assert body.startswith(b"%PDF-")
    assert body.rstrip().endswith(b"%%EOF")
    kids = re.search(rb"/Kids \[([^\]]*)\]", body)[1]
    pages = [_object(body, number) for number in re.findall(rb"(\d+) 0 R", kids)]
    return [_texts(_stream(body, re.search(rb"/Contents (\d+) 0 R", page)[1]), _fonts(body, page)) for page in pages]


def _object(body, number):
    return re.search(rb"\n%s 0 obj(.*?)endobj" % number, body, re.DOTALL)[1]


def _stream(body, number):
    content = _object(body, number)
    data = re.search(rb"stream\r?\n(.*?)\r?\n?endstream", content, re.DOTALL)[1]
    return zlib.decompress(data) if b"FlateDecode" in content else data


def _fonts(body, page):
    """By font: the character of each code."""
    fonts = {}
    for name, number in re.findall(rb"/(F\S+) (\d+) 0 R", _object(body, re.search(rb"/Font (\d+) 0 R", page)[1])):
        to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", _object(body, number))
        codes = re.findall(rb"<(\w\w)> <(\w{4})>", _stream(body, to_unicode[1])) if to_unicode else []
        fonts[name] = {int(code, 16): chr(int(character, 16)) for code, character in codes}
    return fonts


def _texts(content, fonts):
    texts, font = [], {}
    for name, text in re.findall(rb"/(F\S+) [\d.]+ Tf|\(((?:[^\\()]|\\.)*)\) Tj", content, re.DOTALL):
        if name:
            font = fonts[name]
        else:
            texts.append("".join(font[code] for code in re.sub(rb"\\(\d{3}|.)", _unescaped, text, flags=re.DOTALL)))
    return [text for text in texts if text]


def _unescaped(match):
    return bytes([int(match[1], 8)]) if match[1].isdigit() else match[1]
