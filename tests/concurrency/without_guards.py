"""Shows of every guard that its test fails without it: copies the tree, takes one guard out, runs the test; for each.

`python -m tests.concurrency.without_guards [WORD]` on SQLite, and under `python -m tools.mariadb` on MariaDB; with a
word, only the guards whose name, manner or test has it. Writes what the tests said into the column of that database in
docs/proofs.md; ends with 1 where a test passed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.concurrency import proofs
from tests.concurrency.all_guards import ALL_GUARDS
from tests.concurrency.markers import ROOT, MarkedCode
from tests.concurrency.mutations import mutated_sources

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "bench", "docs", "examples", "node_modules", ".*_cache", "__pycache__", ".hypothesis"
)


def main(word):
    database = "mariadb" if os.environ.get("DATABASE_URL", "").startswith("mysql") else "sqlite"
    chosen = [g for g in ALL_GUARDS if database in g.databases and word in f"{g.names} {g.how} {g.test}"]
    survived = [guard for guard in chosen if not _show(guard, database)]
    sys.stdout.write(f"{len(chosen)} guards taken out; the test passed without: {[g.names for g in survived]}\n")
    return 1 if survived or not chosen else 0


def _show(guard, database):
    """Prints what the test said without the guard, and writes it down; None where it passed or did not get that far."""
    with tempfile.TemporaryDirectory(prefix="bank-guards-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        for path, source in mutated_sources(guard.edits, MarkedCode(tree)).items():
            (tree / path).write_text(source)
        command = [sys.executable, "-m", "pytest", "-n", "0", "-vvv", "--tb", "short", "-p", "no:cacheprovider"]
        done = subprocess.run([*command, guard.test], cwd=tree, capture_output=True, text=True)
    failed = done.returncode == 1 and "\nFAILED " in done.stdout
    said = _message(done.stdout) if failed else None
    sys.stdout.write(f"{guard.names}: {guard.how}: {said or f'NOTHING: {done.stdout[-300:]!r}'}\n")
    sys.stdout.flush()
    if said:
        proofs.write(ALL_GUARDS, {proofs.row_key(guard): said}, database)
    return said


def _message(output):
    """What failed: the error that ended a command which the test ran, else the test's first assertion."""
    *_, last = output.split("\nE   Traceback (most recent call last):\n")
    found = re.search(r"^E   (\S.*)$", last, re.MULTILINE)
    return found[1].removeprefix("AssertionError: ")[:200] if found else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
