"""Starts a process with the code of another checkout, which answers line by line."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
Ask = Callable[[str], str]


@contextlib.contextmanager
def worker(name: str, checkout: Path, script: str) -> Iterator[Ask]:
    """Runs a script of this folder with the code of a checkout, and a database with this name.

    Yields a function that sends a line and returns the answer.
    """
    # With `-c`, modules are imported from the working directory.
    code = f"import runpy; runpy.run_path({str(HERE / script)!r}, run_name='__main__')"
    environ = os.environ | {"BENCH_DATABASE": name, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=checkout, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, bufsize=1,
    )  # fmt: skip
    requests, answers = process.stdin, process.stdout
    assert requests
    assert answers

    def ask(line: str) -> str:
        requests.write(f"{line}\n")
        answer = answers.readline().strip()
        assert answer, f"{name} has ended"
        return answer

    try:
        yield ask
    finally:
        requests.close()  # the worker drops its database
        process.wait(60)
