"""Mutation tests of the guards against races and guessing.

A guard is a line that keeps a race from doing harm. It is marked in the code: `# guard: name`. For each mutant in
tools/mutation_tests/*_mutants.py this command copies the project, removes the guard from the copy, and runs the test
that must then fail. A mutant whose test passes has survived: the test proves nothing, or the guard is not needed.

Runs on SQLite, and under `python -m tools.mariadb` on MariaDB. `make mutation-tests` does both. The report is
build/mutation-tests/<database>.md. Ends with 1 where a mutant has survived, or its test did not run.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.mutation_tests.all_mutants import ALL_MUTANTS
from tools.mutation_tests.markers import ROOT, MarkedCode
from tools.mutation_tests.operators import mutated_sources
from tools.mutation_tests.report import NOT_RUN, SURVIVED, Report

LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "build", "bench", "docs", "examples", "node_modules", ".*_cache", "__pycache__",
    ".hypothesis",
)  # fmt: skip


def main(arguments):
    options = _parser().parse_args(arguments)
    found = [mutant for mutant in ALL_MUTANTS if options.word in f"{mutant.guards} {mutant.change} {mutant.test}"]
    if not found:
        sys.stdout.write(f"No mutant has {options.word!r} in its guard, its description or its test.\n")
        return 2
    if options.list:
        for mutant in found:
            databases = ", ".join(mutant.databases)
            sys.stdout.write(f"{mutant.guards}: {mutant.change} ({databases})\n    {mutant.test}\n")
        return 0
    return _run([mutant for mutant in found if _database() in mutant.databases])


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m tools.mutation_tests",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("word", nargs="?", default="", help="only mutants with this in guard, description or test")
    parser.add_argument("--list", action="store_true", help="list the mutants and their tests, and run nothing")
    return parser


def _run(mutants):
    report, alive = Report(_database()), []
    for mutant in mutants:
        message, verdict = _first_failure(mutant)
        report.add(mutant, message, verdict)
        if verdict:
            alive.append(f"{mutant.guards} ({verdict})")
    sys.stdout.write(f"Mutants on {_database()}: {len(mutants)}. Not killed: {alive}. Report: {report.path}\n")
    return 1 if alive else 0


def _database():
    return "mariadb" if os.environ.get("DATABASE_URL", "").startswith("mysql") else "sqlite"


def _first_failure(mutant):
    """The first failure of the test with this mutant, and a verdict; empty where the test failed, as it must."""
    with tempfile.TemporaryDirectory(prefix="bank-mutant-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        for path, source in mutated_sources(mutant.edits, MarkedCode(tree)).items():
            (tree / path).write_text(source)
        command = [sys.executable, "-m", "pytest", "-n", "0", "-vvv", "--tb", "short", "-p", "no:cacheprovider"]
        done = subprocess.run([*command, mutant.test], cwd=tree, capture_output=True, text=True)
    has_failed = done.returncode == 1 and "\nFAILED " in done.stdout
    message = _message(done.stdout) if has_failed else ""
    verdict = "" if has_failed else SURVIVED if done.returncode == 0 else NOT_RUN
    sys.stdout.write(f"{mutant.guards}: {mutant.change}: {message or f'{verdict}: {done.stdout[-300:]!r}'}\n")
    sys.stdout.flush()
    return message, verdict


def _message(output):
    """The error that ended a command which the test ran, else the test's first failed assertion."""
    *_, last = output.split("\nE   Traceback (most recent call last):\n")
    found = re.search(r"^E   (\S.*)$", last, re.MULTILINE)
    return found[1].removeprefix("AssertionError: ")[:200] if found else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
