"""The fonts of printed documents: Noto Sans, which is bundled, and those of STATEMENT_FONT_DIR.

Noto Sans covers Latin, Greek, Cyrillic, Vietnamese and Devanagari, Noto Sans Arabic the Arabic script; both have the
SIL Open Font License (`fonts/OFL.txt`). A document embeds only the glyphs that it uses.
"""

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

BUNDLED = Path(__file__).parent / "fonts"
REGULAR, BOLD = ["NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf"], "NotoSans-Bold.ttf"
_SUFFIXES = frozenset({".ttf", ".ttc", ".otf"})


@dataclass(frozen=True)
class Font:
    """A registered font, with the width of each of its characters for a size of 1."""

    name: str
    widths: dict[str, float]


@dataclass(frozen=True)
class Fonts:
    """The regular fonts in the order in which they are tried, and the bold one for headings and totals."""

    regular: list[Font]
    bold: Font


@cache
def load_fonts() -> Fonts:
    """Registers the fonts, once for each process."""
    files = [BUNDLED / name for name in REGULAR]
    if settings.STATEMENT_FONT_DIR:
        files += font_files(settings.STATEMENT_FONT_DIR)
    regular = [_register(f"Regular{place}", read_font(f"Regular{place}", path)) for place, path in enumerate(files)]
    return Fonts(regular, _register("Bold", read_font("Bold", BUNDLED / BOLD)))


def font_files(folder: str) -> list[Path]:
    """The font files of a folder by name. Raises ValueError if it cannot be read or has none."""
    try:
        files = sorted(path for path in Path(folder).iterdir() if path.suffix.lower() in _SUFFIXES)
    except OSError as exc:
        raise ValueError(f"the folder cannot be read ({exc.strerror})") from exc
    if not files:
        raise ValueError("the folder has no font (.ttf, .ttc)")
    return files


def read_font(name: str, path: Path) -> TTFont:
    """A font with TrueType outlines. Raises ValueError for any other file."""
    try:
        return TTFont(name, str(path))
    except (TTFError, OSError, LookupError, ValueError, struct.error) as exc:
        raise ValueError(f"{path.name} cannot be read as a font with TrueType outlines") from exc


def _register(name: str, font: TTFont) -> Font:
    pdfmetrics.registerFont(font)
    widths = font.face.charWidths
    # A copy: shaping adds glyphs that have no character of their own to the font's table.
    return Font(name, {chr(code): widths[code] / 1000 for code in list(font.face.charToGlyph)})
