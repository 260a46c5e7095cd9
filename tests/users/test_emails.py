"""One spelling for every e-mail address, whatever is typed."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from users.email_normalization import normalize_email

ASCII = st.characters(min_codepoint=33, max_codepoint=126)


@given(st.text())
@example("\N{LATIN SMALL LETTER SHARP S}\N{COMBINING DOT BELOW}")  # casefolding leaves what NFKC composes
@example("\N{TELEPHONE SIGN}")  # NFKC leaves what casefolding folds
def test_the_one_spelling_of_the_one_spelling_is_itself(text):
    assert normalize_email(normalize_email(text)) == normalize_email(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José@Example.com", "JOSÉ@EXAMPLE.COM"),
        ("straße@example.com", "STRASSE@example.com"),
        ("σίσυφος@example.com", "ΣΊΣΥΦΟΣ@example.com"),
        ("\N{LATIN SMALL LIGATURE FI}n@example.com", "FIN@example.com"),
        ("\N{KELVIN SIGN}en@example.com", "ken@example.com"),
        ("\N{LATIN SMALL LETTER LONG S}am@example.com", "sam@example.com"),
        ("①@example.com", "1@example.com"),
        ("\N{TELEPHONE SIGN}@example.com", "tel@example.com"),
    ],
)
def test_what_a_person_takes_for_the_same_is_the_same(one, other):
    assert normalize_email(one) == normalize_email(other)


@given(st.text(ASCII))
def test_width_and_case_do_not_matter(text):
    wide = "".join(chr(ord(character) + 0xFEE0) for character in text)
    assert normalize_email(wide) == normalize_email(text) == normalize_email(text.upper()) == text.lower()


@given(st.text(), st.text(" \t\r\n\u3000\u00a0\u2003"), st.text(" \t\r\n\u3000\u00a0\u2003"))
def test_space_around_it_does_not_matter(text, before, after):
    assert normalize_email(f"{before}{text}{after}") == normalize_email(text)


@given(st.text())
def test_composed_and_decomposed_characters_are_the_same(text):
    assert normalize_email(unicodedata.normalize("NFD", text)) == normalize_email(unicodedata.normalize("NFC", text))


@given(st.emails())
def test_no_two_plain_addresses_become_one(address):
    assert normalize_email(address) == address.lower()
