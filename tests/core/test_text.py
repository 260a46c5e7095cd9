"""Normalization and validation of a line of text, and the folded form for searches."""

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import MAX_SEARCH_KEY, clean, clean_line, clean_search, fold, is_within, search_key
from core.validation import MAX_TEXT

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("iİıIßſΣς\u0301\u0307\u0323\u200d\u3164\ufb03ﷺ")))
FORBIDDEN = {
    "tab": "\t", "line feed": "\n", "NUL": "\x00", "escape": "\x1b", "delete": "\x7f", "next line": "\x85",
    "line separator": "\u2028", "paragraph separator": "\u2029", "left-to-right mark": "\u200e",
    "right-to-left mark": "\u200f", "Arabic letter mark": "\u061c", "private use": "\ue000", "surrogate": "\ud83d",
    "unassigned": "\u0378", "noncharacter": "\uffff", "Hangul filler": "\u3164", "language tag": "\U000e0041",
    **{f"embedding U+{code:X}": chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}  # fmt: skip
ALLOWED = {
    "no-break space": "1\u00a0000", "narrow no-break space": "1\u202f000", "figure space": "1\u2007000",
    "ideographic space": "陳\u3000大文", "non-joiner": "علی\u200cرضا", "joiner": "ශ\u0dca\u200dරී",
    "family": "👨\u200d👩\u200d👧", "heart": "❤\ufe0f", "keycap": "1\ufe0f\u20e3", "skin tone": "👍🏽",
    "flag of a country": "🇨🇭", "flag of Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "emoji of Unicode 15": "\U0001fae8", "emoji of a later Unicode": "\U0001fabf", "new ideograph": "\U00031350",
    "symbols": "<b>&'; -- %s {} \\ € ½ → ™",
}  # fmt: skip


@pytest.mark.parametrize("character", FORBIDDEN.values(), ids=FORBIDDEN)
def test_line_with_unprintable_character_is_rejected_with_its_code_point(character):
    with pytest.raises(ValueError, match=rf"one line of text.*U\+{ord(character):04X} is not allowed"):
        clean_line(f"a{character}b")


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_line_with_spaces_joiners_and_emoji_is_unchanged(text):
    assert clean_line(text) == text


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u2060", "\ufeff"], ids=ascii)
def test_invisible_characters_are_removed(invisible):
    assert clean_line(f"{invisible}so{invisible}ft{invisible} ") == "soft"
    assert clean_line(f"e{invisible}\u0301") == "é"


def test_text_of_invisible_characters_is_cleaned_to_empty():
    for text in ("", " ", "\u00a0\u3000", "\u200d", "\ufeff", "\u200c \u200d", "\ufe0f"):
        assert clean(text) == "", ascii(text)


@given(TEXTS)
def test_cleaning_is_idempotent(text):
    once = clean(text)
    assert clean(once) == once == unicodedata.normalize("NFC", once)


def test_length_limit_applies_to_the_normalized_text():
    assert is_within("e\u0301" * 10, 10)
    assert not is_within("e\u0301" * 10, 9)
    assert is_within("\u1f82" * 10, 10)
    assert is_within(unicodedata.normalize("NFD", "\u1f82" * 10), 10)  # four characters each


def test_overlong_text_is_rejected_without_normalization():
    text = "a" + "\u0315" * 40_000 + "\u0316" * 40_000  # normalizing this text takes seconds
    start = time.process_time()
    assert not is_within(text, MAX_TEXT)
    with pytest.raises(ValueError, match="200 characters"):
        clean_search(text)
    assert time.process_time() - start < 0.5


@given(TEXTS)
@example("İ\u0301")
def test_folding_is_idempotent_and_independent_of_the_normalization_form(text):
    folded = fold(text)
    assert fold(folded) == folded
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert fold(unicodedata.normalize(form, text)) == folded


@given(st.characters())
def test_folding_ignores_case(letter):
    assert fold(letter.upper()) == fold(letter.lower()) == fold(letter)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("ÖZTÜRK", "Öztürk"), ("зарплата", "Зарплата"), ("ÉCOLE", "école"), ("STRASSE", "Straße"),
        ("straße", "STRASSE"), ("ΣΊΣΥΦΟΣ", "Σίσυφος"), ("istanbul", "İstanbul"), ("IŞIK", "ışık"), ("ışık", "IŞIK"),
        ("1 000", "1\u00a0000"), ("ｈｉｒｏ", "Hiro"), ("علیرضا", "علی\u200cرضا"), ("❤", "❤\ufe0f"), ("ﬁ", "FI"),
        ("ა", "Ა"), ("𐐨", "𐐀"),
    ],
)  # fmt: skip
def test_folded_term_is_found_in_equivalent_text(term, text):
    for form in ("NFC", "NFD"):
        assert fold(term) in fold(unicodedata.normalize(form, text))


@pytest.mark.parametrize(("term", "text"), [("oztürk", "Öztürk"), ("jose", "José"), ("ecole", "École"), ("и", "й")])
def test_folding_keeps_accents(term, text):
    for form in ("NFC", "NFD"):
        assert fold(term) not in fold(unicodedata.normalize(form, text))


def test_search_key_of_any_description_fits_its_column():
    assert len(search_key("\ufdfa" * 200)) == MAX_SEARCH_KEY
    assert search_key("ΐ" * 200) == fold("ΐ" * 200)
