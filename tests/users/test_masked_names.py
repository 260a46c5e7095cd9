"""Names as other members see them: the first word and an initial."""

import pytest

from users.names import masked_name

MASKED = {
    "Matthew Member": "Matthew M.",
    "Anna Maria van der Meer": "Anna M.",
    "J. R. Smith Jr.": "J. J.",
    "Jean-Luc D’Arcy": "Jean-Luc D.",
    "  Maria   Member ": "Maria M.",
    "Tom o'Neill": "Tom o.",
    "Maria 2": "Maria 2.",
    "Łukasz Żółć": "Łukasz Ż.",
    "Nguyễn Thị Ánh": "Nguyễn Á.",
    "Ольга Щукина": "Ольга Щ.",
    "Ελένη Ήρα": "Ελένη Ή.",
    "陳 大文": "陳 大.",
    "김 민준": "김 민.",
    "علی رضا": "علی ر.",
}
SINGLE_WORDS = {"Madonna": "M.", "陳大文": "陳.", "X": "X.", "علی\u200cرضا": "ع.", "Élodie": "É."}
COMBINING = {
    "Ada X\u0323\u0301y": "Ada X\u0323\u0301.",  # no composed form exists
    "Ravi कुमार": "Ravi कु.",
    "Ravi क्षत्रिय": "Ravi क्ष.",
    "Nimal ශ\u0dca\u200dරී": "Nimal ශ\u0dca\u200dරී.",
    "Ali ر\u200cضا": "Ali ر.",
    "Ana \u02bbOkina": "Ana O.",
}
STORED_BEFORE_THE_RULE = {"Nora 🏦 & nnn": "Nora n.", "Nora Smith 🏦": "Nora S.", "🏦": "🏦.", "": "", "-": "-."}


@pytest.mark.parametrize(("name", "masked"), MASKED.items())
def test_masked_name_is_the_first_word_and_the_initial_of_the_last(name, masked):
    assert masked_name(name) == masked


@pytest.mark.parametrize(("name", "masked"), SINGLE_WORDS.items())
def test_masked_name_of_one_word_is_its_initial_only(name, masked):
    assert masked_name(name) == masked


@pytest.mark.parametrize(("name", "masked"), COMBINING.items())
def test_masked_name_keeps_marks_and_conjuncts_of_the_initial(name, masked):
    assert masked_name(name) == masked


@pytest.mark.parametrize(("name", "masked"), STORED_BEFORE_THE_RULE.items())
def test_masked_name_of_a_name_with_other_characters_has_no_error(name, masked):
    assert masked_name(name) == masked
