"""Names that were replaced by standard names are not used again, in code or in documents."""

import re
import subprocess
from pathlib import Path

from tests.servers import ROOT

RETIRED = Path(__file__).with_name("retired_names.txt")
NOT_OURS = (".svg", ".png", ".sql", ".lock", "package-lock.json")


def tracked_files():
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    # The list itself contains every retired name.
    return [ROOT / name for name in names if ROOT / name != RETIRED]


def test_no_retired_name_is_used():
    names = RETIRED.read_text().split()
    assert names == sorted(set(names))
    pattern = re.compile(rf"(?<![\w/])({'|'.join(map(re.escape, names))})(?!\w)")
    found = [
        f"{path.relative_to(ROOT)}: {match[1]}"
        for path in tracked_files()
        if path.is_file() and not path.name.endswith(NOT_OURS)
        for match in pattern.finditer(path.read_text(errors="ignore"))
    ]

    assert found == []
