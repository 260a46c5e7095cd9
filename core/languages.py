"""The languages that the bank offers, and the one of a request or a mail."""

from typing import Any, cast

from django.conf import settings
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

# Those with a catalogue in `locale/`. English is the language of the source.
SUPPORTED = {"en": "English", "es": "Español", "ar": "العربية"}


def default_language() -> str:
    """The first of `LANGUAGES`: that of new users, and of requests that name none of the bank's."""
    return str(settings.LANGUAGES[0][0])


def offered_language(language: str) -> str:
    """The language, or the bank's default if the bank does not offer it any more."""
    return language if any(language == code for code, _ in settings.LANGUAGES) else default_language()


def current_language() -> str:
    """The language of the request that is being served, for what it creates for somebody who is not a user yet."""
    return offered_language(get_language() or "")


def negotiated_language(accept_language: str | None) -> str:
    """The one of the bank's languages that the header `Accept-Language` prefers, by Django's negotiation.

    Django's `get_language_from_request` also reads a cookie, which the API does not have, and falls back to English.
    """
    for language, quality in parse_accept_lang_header(accept_language) if accept_language else ():
        if language == "*" or not quality:
            break
        try:
            return get_supported_language_variant(language)
        except LookupError:
            continue
    return default_language()


def _fill(message: Promise, values: dict[str, Any]) -> str:
    return str(message) % values


_fill_later = lazy(_fill, str)


def fill_later(message: Promise, **values: Any) -> Promise:
    """A lazy translation with its values, for an error that is made before the language of its response is known."""
    return cast("Promise", _fill_later(message, values))
