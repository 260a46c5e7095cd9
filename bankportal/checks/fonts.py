"""The fonts of statements."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error

from transactions.printing.fonts import font_files, read_font


def check_fonts() -> Iterator[CheckMessage]:
    """The fonts of statements must be readable."""
    if not settings.STATEMENT_FONT_DIR:
        return
    try:
        for path in font_files(settings.STATEMENT_FONT_DIR):
            read_font(path.stem, path)
    except ValueError as exc:
        yield Error(
            f"STATEMENT_FONT_DIR={settings.STATEMENT_FONT_DIR!r}: {exc}.",
            hint="Name a folder of .ttf or .ttc fonts with TrueType outlines, or leave it empty.",
            id="bank.E016",
        )
