"""The time of a repayment before a change and after it: `BEFORE=/path/to/checkout python -m bench.repayments`.

`BEFORE` is a checkout of the code before (`git worktree add --detach`). Needs the server of DATABASE_URL: run it under
`python -m tools.mariadb`. Each side is a process with a database of its own (bench.repayment_worker); the requests are
made in process, in alternating batches.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.timing import Call, compare

BATCHES, SIZE = int(os.environ.get("BATCHES", "30")), int(os.environ.get("SIZE", "40"))
# With `-c`, modules are imported from the working directory.
WORKER = f"import runpy; runpy.run_path({str(Path(__file__).with_name('repayment_worker.py'))!r}, run_name='__main__')"


def main() -> None:
    """Measures and prints."""
    before, after = Path(os.environ["BEFORE"]).resolve(), Path(__file__).resolve().parents[1]
    with _side("before", before) as (old, old_count), _side("after", after) as (new, new_count):
        print(f"statements of a repayment: before {old_count}, after {new_count}", flush=True)
        print("after / before:", compare(new, old, batches=BATCHES, size=SIZE).report())


@contextlib.contextmanager
def _side(name: str, checkout: Path) -> Iterator[tuple[Call, int]]:
    """Starts a worker with the code of a checkout; yields a function that makes one repayment, and its statements."""
    environ = os.environ | {"BENCH_DATABASE": name, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=checkout, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, bufsize=1,
    )  # fmt: skip
    requests, answers = process.stdin, process.stdout
    assert requests
    assert answers

    def ask(word: str) -> str:
        requests.write(f"{word}\n")
        answer = answers.readline().strip()
        assert answer, f"{name} has ended"
        return answer

    try:
        # The fewest of several: now and then a request also writes when the session was last active.
        yield lambda: ask("repay"), min(int(ask("count")) for _ in range(5))
    finally:
        requests.close()  # the worker drops its database
        process.wait(60)


if __name__ == "__main__":
    main()
