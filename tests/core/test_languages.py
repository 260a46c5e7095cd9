"""The language of a request by `Accept-Language`, and of mails and new users where nothing says one."""

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from core.languages import current_language, fill_later, negotiated_language, offered_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"), ("", "en"), ("es", "es"), ("ES", "es"), ("es-PE", "es"), ("ar-EG,ar;q=0.9", "ar"),
        ("de,ar;q=0.5", "ar"), ("es;q=0.2,ar;q=0.8", "ar"), ("en-GB,es;q=0.9", "en"), ("de", "en"), ("*", "en"),
        ("*,es;q=0.5", "en"), ("es;q=0", "en"), ("rubbish;;q=x", "en"),
        ("\x00", "en"), ("de," * 200 + "es", "en"), ("es," + "de," * 10_000, "es"),
    ],
)  # fmt: skip
def test_language_is_negotiated_by_quality_and_region(header, language):
    assert negotiated_language(header) == language


@pytest.mark.parametrize(
    ("header", "language"), [(None, "es"), ("de", "es"), ("ar", "es"), ("en", "en"), ("es-PE", "es")]
)
def test_first_language_of_the_bank_is_the_default_and_others_are_not_offered(settings, header, language):
    settings.LANGUAGES = [("es", "Español"), ("en", "English")]

    assert negotiated_language(header) == language


def test_language_that_is_not_offered_is_replaced_by_the_default(settings):
    settings.LANGUAGES = [("es", "Español"), ("en", "English")]

    assert [offered_language(code) for code in ("en", "es", "ar", "")] == ["en", "es", "es", "es"]
    with translation.override("ar"):
        assert current_language() == "es"


def test_filled_sentence_is_translated_when_it_is_read():
    sentence = fill_later(gettext_lazy("The body is larger than %(limit)s kB."), limit=64)

    assert str(sentence) == "The body is larger than 64 kB."
    with translation.override("es"):
        assert str(sentence) == "El cuerpo de la solicitud supera los 64 kB."
