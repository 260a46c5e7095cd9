"""Names and phrases that were replaced by standard ones are not used again, in code or in documents."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.servers import ROOT

pytestmark = pytest.mark.slow

NAMES = Path(__file__).with_name("retired_names.txt")
PHRASES = Path(__file__).with_name("retired_phrases.txt")
RELEASED = ROOT / "docs" / "releases" / "openapi.yaml"
# Without what is generated from files that are searched, and the document of the last release.
NOT_OURS = (".svg", ".png", ".sql", ".lock", "package-lock.json", "schema.d.ts", "postman_collection.json")


def tracked_files():
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    # The lists themselves contain what is retired.
    return [ROOT / name for name in names if ROOT / name not in {NAMES, PHRASES, RELEASED}]


def occurrences(pattern):
    return [
        f"{path.relative_to(ROOT)}: {match[1]}"
        for path in tracked_files()
        if path.is_file() and not path.name.endswith(NOT_OURS)
        for match in pattern.finditer(path.read_text(errors="ignore"))
    ]


def test_no_retired_name_is_used():
    names = NAMES.read_text().split()
    assert names == sorted(set(names))
    assert occurrences(re.compile(rf"(?<![\w/])({'|'.join(map(re.escape, names))})(?!\w)")) == []


def test_no_retired_phrase_is_used():
    """In any case of letters, and across line breaks."""
    phrases = PHRASES.read_text().splitlines()
    assert phrases == sorted(set(phrases))
    texts = ("\\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    assert occurrences(re.compile(rf"(?<!\w)({'|'.join(texts)})(?!\w)", re.IGNORECASE)) == []
