"""The time of a repayment before a change and after it: `BEFORE=/path/to/checkout python -m bench.repayments`.

`BEFORE` is a checkout of the code before (`git worktree add --detach`). Needs the server of DATABASE_URL: run it under
`python -m tools.mariadb`. Each side is a process with a database of its own (bench.repayment_worker); the requests are
made in process, in alternating batches.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from bench.checkouts import worker
from bench.timing import Call, compare

BATCHES, SIZE = int(os.environ.get("BATCHES", "30")), int(os.environ.get("SIZE", "40"))


def main() -> None:
    """Measures and prints."""
    before, after = Path(os.environ["BEFORE"]).resolve(), Path(__file__).resolve().parents[1]
    with _side("before", before) as (old, old_count), _side("after", after) as (new, new_count):
        print(f"statements of a repayment: before {old_count}, after {new_count}", flush=True)
        print("after / before:", compare(new, old, batches=BATCHES, size=SIZE).report())


@contextlib.contextmanager
def _side(name: str, checkout: Path) -> Iterator[tuple[Call, int]]:
    """Starts a worker with the code of a checkout; yields a function that makes one repayment, and its statements."""
    with worker(name, checkout, "repayment_worker.py") as ask:
        # The fewest of several: now and then a request also writes when the session was last active.
        yield lambda: ask("repay"), min(int(ask("count")) for _ in range(5))


if __name__ == "__main__":
    main()
