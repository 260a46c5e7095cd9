"""The catalogues are complete and compiled, and no sentence of the API is outside of them."""

import ast
from gettext import c2py

import pytest

from core.exceptions import ApplicationError
from core.languages import SUPPORTED
from tests.catalogues import (
    LANGUAGES,
    LOCALE,
    compiled,
    entries,
    is_translated,
    marked_sentences,
    placeholders,
    source_files,
)
from tests.servers import ROOT

# Of arguments of errors: what is for logs and programs.
NOT_SENTENCES = {"reason", "word", "code", "details", "retry_after"}
SHOWN_VALUE_ERRORS = {"core/money.py", "core/text.py", "users/names.py", "users/phone_numbers.py"}
# Shown on the staff site only, which is in English.
STAFF = ("admin.py", "/admin/", "_forms.py", "backoffice/", "factors/forms.py", "/management/")


def subclasses(kind):
    return {kind, *(deeper for child in kind.__subclasses__() for deeper in subclasses(child))}


ERRORS = {error.__name__ for error in subclasses(ApplicationError)} | {"ValidationError"}


def test_every_language_but_english_has_a_catalogue():
    assert sorted(path.name for path in LOCALE.iterdir()) == sorted(LANGUAGES) == sorted(SUPPORTED.keys() - {"en"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_the_sentences_of_the_source_and_no_others(language):
    assert {entry.key for entry in entries(language)} == marked_sentences()


@pytest.mark.parametrize(("language", "forms"), [("es", 3), ("ar", 6)])
def test_every_sentence_is_translated_in_every_plural_form_and_none_is_fuzzy(language, forms):
    for entry in entries(language):
        assert "fuzzy" not in entry.flags, entry
        assert len(entry.forms) == (forms if entry.plural else 1), entry
        assert all(entry.forms), entry


def test_the_six_arabic_forms_are_those_of_the_language():
    header = (LOCALE / "ar" / "LC_MESSAGES" / "django.po").read_text()
    rule = c2py(header.partition("plural=")[2].partition(";")[0])

    assert [rule(number) for number in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3]
    (days,) = [entry for entry in entries("ar") if entry.sentence == "Must be 1 to %(most)s day from today."]
    assert [form.split()[-3] for form in days.forms] == ["يوم", "يوم", "يومين", "أيام", "يومًا", "يوم"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_has_the_placeholders_of_the_sentence(language):
    for entry in entries(language):
        for form in entry.forms:
            assert placeholders(form) == placeholders(entry.plural or entry.sentence), entry


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_is_that_of_the_text(language):
    assert compiled(language) == {entry.key: entry.forms for entry in entries(language)}


def texts_of_errors(tree, errors):
    """The texts that errors get as they are raised or returned, and those of their classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in errors:
            yield from node.args
            yield from (each.value for each in node.keywords if each.arg not in NOT_SENTENCES)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(each, "id", "") in {"default_message", "default_error_messages"} for each in targets):
                yield node.value


def literals(value):
    """Texts that are not marked: literals, f-strings, and those in a list or a dictionary."""
    if isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str)):
        yield value
    for part in getattr(value, "values", getattr(value, "elts", [])):
        yield from literals(part)


def test_no_sentence_of_an_error_is_written_without_gettext():
    found, seen = [], 0
    for file in source_files("*.py"):
        name = str(file.relative_to(ROOT))
        if any(part in name for part in STAFF):
            continue
        errors = ERRORS | {"ValueError"} if name in SHOWN_VALUE_ERRORS else ERRORS
        for value in texts_of_errors(ast.parse(file.read_text()), errors):
            seen += 1
            found += [f"{name}:{each.lineno}: {ast.unparse(each)}" for each in literals(value)]

    assert seen > 150
    assert found == []


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("Not found.", True), ("This field is required.", True), ("Must be between 1 and 9.", True),
        ("Ensure this field has no more than 40 characters.", True), ('"xx" is not a valid choice.', True),
        ("This password is too common. This link is not valid any more. Ask for a new one.", True),
        ("The moon is full.", False), ("Not found. The moon is full.", False),
    ],
)  # fmt: skip
def test_english_sentence_of_a_response_is_found_in_the_catalogues(sentence, known):
    assert is_translated(sentence) is known
