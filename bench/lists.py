"""The time of the lists before a change and after it: `BEFORE=/path/to/checkout python -m bench.lists`.

`BEFORE` is a checkout of the code before (`git worktree add --detach`). Each side is a process with a new database of
its own on the server of DATABASE_URL (bench.list_worker). The requests are made in process, in alternating batches;
`BATCHES=` (default 20) and `SIZE=` (calls in a batch, default 40) set the duration.
"""

import os
from functools import partial
from pathlib import Path

from bench.checkouts import Ask, worker
from bench.timing import compare_batches

BATCHES, SIZE = int(os.environ.get("BATCHES", "20")), int(os.environ.get("SIZE", "40"))


def main() -> None:
    """Measures and prints."""
    before, after = Path(os.environ["BEFORE"]).resolve(), Path(__file__).resolve().parents[1]
    with worker("before", before, "list_worker.py") as old, worker("after", after, "list_worker.py") as new:
        names = new("names").split()
        assert old("names").split() == names
        for name in names:
            compared = compare_batches(partial(_batch, new, name), partial(_batch, old, name), BATCHES, SIZE)
            print(f"{name}, after / before: {compared.report()}\n  {compared.processor_report()}", flush=True)


def _batch(ask: Ask, name: str, size: int) -> tuple[float, float]:
    elapsed, processor = ask(f"{name} {size}").split()
    return float(elapsed), float(processor)


if __name__ == "__main__":
    main()
