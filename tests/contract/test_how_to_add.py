"""The tests and files that docs/how-to-add.md names are there: it says which test fails when a step is forgotten."""

import re

from tests.servers import ROOT

DOCUMENT = ROOT / "docs" / "how-to-add.md"


def test_tests_that_the_document_names_exist():
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT.read_text()))
    defined = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", file.read_text())
    }

    assert len(named) > 10
    assert named - defined == set()


def test_files_of_the_example_application_that_the_document_names_exist():
    named = set(re.findall(r"`(src/[\w./-]+)`", DOCUMENT.read_text()))

    assert len(named) > 5
    assert [name for name in named if not (ROOT / "examples" / "spa" / name).exists()] == []
