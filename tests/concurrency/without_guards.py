"""Shows of every guard that its test fails without it: copies the tree, takes one guard out, runs the test; for each.

`python -m tests.concurrency.without_guards [WORD]` on SQLite, and under `python -m tests.mariadb` on MariaDB; with a
word, only the guards whose place or manner has it. Prints the table of docs/proofs.md; ends with 1 where a test passed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.concurrency.guards import GUARDS, OFFICE
from tests.concurrency.loan_guards import LOAN_GUARDS
from tests.concurrency.money_guards import MONEY_GUARDS

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "bench", "docs", ".*_cache", "__pycache__", ".hypothesis")


def main(word):
    database = "mariadb" if os.environ.get("DATABASE_URL", "").startswith("mysql") else "sqlite"
    chosen = [
        g
        for g in GUARDS + MONEY_GUARDS + LOAN_GUARDS
        if database in g.databases and word in f"{g.file} {g.where} {g.how} {g.test}"
    ]
    sys.stdout.write("| guard | taken out how | test | what it said |\n|---|---|---|---|\n")
    return max([_show(guard) for guard in chosen], default=1)


def _show(guard):
    """Prints the guard's line; 0 where the test failed, as it should."""
    with tempfile.TemporaryDirectory(prefix="bank-guards-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        changed = tree / guard.file
        text = changed.read_text()
        assert text.count(guard.old) == 1, f"{guard.file} has {text.count(guard.old)} times: {guard.old}"
        changed.write_text(text.replace(guard.old, guard.new))
        test = f"tests/{'scenarios' if guard.test == OFFICE else 'concurrency'}/{guard.test}"
        command = [sys.executable, "-m", "pytest", "-n", "0", "-vvv", "--tb", "short", "-p", "no:cacheprovider", test]
        said = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    failed = said.returncode == 1 and "\nFAILED " in said.stdout
    first = re.search(r"^E +(.*)$", said.stdout, re.MULTILINE)
    words = first[1].replace("|", r"\|")[:200] if failed and first else f"NOTHING: {said.stdout[-300:]!r}"
    sys.stdout.write(f"| {guard.file}, `{guard.where}` | {guard.how} | {guard.test.split('::')[1]} | `{words}` |\n")
    sys.stdout.flush()
    return 0 if failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
