"""Links between documents lead somewhere, and the files, modules and functions that documents name exist."""

import pydoc
import re

import pytest
from django.apps import apps

from tests.servers import ROOT

pytestmark = pytest.mark.any_database

PACKAGES = "|".join(sorted(entry.name for entry in ROOT.iterdir() if (entry / "__init__.py").exists()))
FOLDERS = ["", "docs", "docs/adr", "docs/postman", "examples/spa", "examples/clients"]


def documents():
    return [file for folder in FOLDERS for file in sorted((ROOT / folder).glob("*.md"))]


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
    for path in re.findall(rf"`((?:{PACKAGES}|docs|bench|examples)/[\w./-]*)`", document.read_text()):
        assert (ROOT / path).exists(), path
        assert not (ROOT / path).is_dir() or any((ROOT / path).glob("*")), path


@pytest.mark.parametrize("document", documents(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_module_function_column_and_logger_that_is_named_is_there(document):
    known = columns() | loggers()
    for name in re.findall(rf"`((?:{PACKAGES})(?:\.(?!py`)\w+)+)", document.read_text()):
        assert name in known or is_module(name) or pydoc.locate(name), name


def is_module(name):
    """Without an import, which would start what `bankportal.wsgi` starts."""
    path = ROOT / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").exists()


def columns():
    """`table.field` of all models."""
    return {f"{model._meta.db_table}.{field.name}" for model in apps.get_models() for field in model._meta.fields}


def loggers():
    """The names with which the code asks for its loggers."""
    sources = (file.read_text() for package in PACKAGES.split("|") for file in (ROOT / package).rglob("*.py"))
    return {name for source in sources for name in re.findall(r"getLogger\(\"([\w.]+)\"\)", source)}


def headings(file):
    """The anchors that a Markdown file has, as GitHub and GitLab make them."""
    titles = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}
