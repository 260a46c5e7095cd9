"""Normalization of e-mail addresses: equivalent notations become one address."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from users.email_normalization import normalize_email

ASCII = st.characters(min_codepoint=33, max_codepoint=126)


@given(st.text())
@example("\N{LATIN SMALL LETTER SHARP S}\N{COMBINING DOT BELOW}")  # casefolding leaves what NFKC composes
@example("\N{TELEPHONE SIGN}")  # NFKC leaves what casefolding folds
def test_email_normalization_is_idempotent(text):
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
def test_equivalent_emails_are_normalized_to_one_address(one, other):
    assert normalize_email(one) == normalize_email(other)


@given(st.text(ASCII))
def test_email_normalization_ignores_width_and_case(text):
    wide = "".join(chr(ord(character) + 0xFEE0) for character in text)
    assert normalize_email(wide) == normalize_email(text) == normalize_email(text.upper()) == text.lower()


@given(st.text(), st.text(" \t\r\n\u3000\u00a0\u2003"), st.text(" \t\r\n\u3000\u00a0\u2003"))
def test_email_normalization_strips_surrounding_space(text, before, after):
    assert normalize_email(f"{before}{text}{after}") == normalize_email(text)


@given(st.text())
def test_email_normalization_composes_characters(text):
    assert normalize_email(unicodedata.normalize("NFD", text)) == normalize_email(unicodedata.normalize("NFC", text))


@given(st.emails())
def test_email_normalization_only_lowercases_plain_addresses(address):
    assert normalize_email(address) == address.lower()
