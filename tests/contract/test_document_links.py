"""Links between documents lead somewhere, and the files that documents name exist."""

import re

import pytest

from tests.servers import ROOT


def documents():
    folders = [ROOT, ROOT / "docs", ROOT / "docs" / "adr", ROOT / "docs" / "postman", ROOT / "examples" / "spa"]
    return [file for folder in folders for file in sorted(folder.glob("*.md"))]


@pytest.mark.parametrize("document", documents(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(document):
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", document.read_text()):
        path, _, heading = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), target
        assert not heading or heading in headings(file), target


@pytest.mark.parametrize("document", documents(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_folder_and_file_that_is_named_is_there(document):
    """The threat model names the tests that prove it."""
    tops = "|".join(re.escape(entry.name) for entry in ROOT.iterdir() if (entry / "__init__.py").exists())
    for path in re.findall(rf"`((?:{tops}|docs|bench)/[\w./]*)`", document.read_text()):
        assert (ROOT / path).exists(), path
        assert not (ROOT / path).is_dir() or any((ROOT / path).glob("*")), path


def headings(file):
    """The anchors that a Markdown file has, as GitHub and GitLab make them."""
    titles = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}
