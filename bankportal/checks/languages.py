"""The languages that the bank offers."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error

from core.languages import SUPPORTED


def check_languages() -> Iterator[CheckMessage]:
    """Each must have a catalogue, and the first is the default."""
    codes = [code for code, _ in settings.LANGUAGES]
    hint = f"Write some of {', '.join(SUPPORTED)}, separated by commas; the first is the default."
    if not codes:
        yield Error("LANGUAGES is empty.", hint=hint, id="bank.E031")
    for code in codes:
        if code not in SUPPORTED:
            yield Error(f"LANGUAGES: there are no texts in {code!r}.", hint=hint, id="bank.E032")
    if len(set(codes)) < len(codes):
        yield Error("LANGUAGES names a language twice.", hint=hint, id="bank.E033")
