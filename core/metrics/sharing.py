"""Shares the numbers between the processes of one server: each writes its own into a file, and a scrape adds them up.

The files of processes that have ended stay until the server stops, so that no number falls. They are replaced, not
mapped into memory: writing into a mapped file on a full disk would kill the process.
"""

import contextlib
import json
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from core.metrics.values import Values, all_metrics

logger = logging.getLogger("bankportal.metrics")
FOLDER = "BANK_PORTAL_METRICS_FOLDER"  # the environment variable by which `serve` tells its workers
INTERVAL = 1.0  # seconds between two writes of a process

Snapshot = dict[str, Values]  # by the name of the metric


@contextlib.contextmanager
def shared_folder() -> Iterator[None]:
    """Creates the folder that processes started meanwhile share, in memory where possible; removes it at the end."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 (a folder of its own, mode 0700)
    with tempfile.TemporaryDirectory(prefix="bank-portal-metrics-", dir=memory, ignore_cleanup_errors=True) as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


def start_sharing() -> None:
    """Starts the thread that writes this process's numbers; nothing where no folder is shared."""
    if os.environ.get(FOLDER):
        threading.Thread(target=_write_forever, name="metrics", daemon=True).start()


def snapshots() -> list[Snapshot]:
    """This process's numbers, and what the other processes of the server have last written."""
    found = [snapshot()]
    folder = os.environ.get(FOLDER)
    if folder:
        others = [file for file in Path(folder).glob("*.json") if file.stem != str(os.getpid())]
        found += [part for file in others if (part := _read(file)) is not None]
    return found


def snapshot() -> Snapshot:
    """The numbers of this process."""
    return {metric.name: values for metric in all_metrics() if (values := metric.values())}


def write(folder: Path) -> None:
    """Writes this process's numbers, in place of what it wrote before."""
    rows = [[name, labels, numbers] for name, values in snapshot().items() for labels, numbers in values.items()]
    file = folder / f"{os.getpid()}.json"
    unfinished = file.with_suffix(".new")
    unfinished.write_text(json.dumps(rows))
    unfinished.replace(file)


def _write_forever() -> None:
    folder, failed = Path(os.environ[FOLDER]), False
    pause = threading.Event()
    while not pause.wait(INTERVAL):
        try:
            write(folder)
        except OSError as exc:
            if not folder.is_dir():  # the server has stopped
                return
            if not failed:
                logger.warning("metrics of this process are not written: %s", exc)
            failed = True
        else:
            failed = False


def _read(file: Path) -> Snapshot | None:
    found: Snapshot = {}
    try:
        for name, labels, numbers in json.loads(file.read_text()):
            found.setdefault(name, {})[tuple(labels)] = numbers
    except (OSError, ValueError):
        return None
    return found
