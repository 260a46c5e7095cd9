"""`DATA_DIR`: the folder of the SQLite file and the secret key, which nobody but their owner may read."""

import contextlib
import stat
from collections.abc import Iterator
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OURS = frozenset({"secret_key", *("bank.sqlite3" + end for end in ("", "-wal", "-shm", "-journal"))})


def make_private(folder: Path) -> list[Path]:
    """Makes the folder, and takes group and others every right to it and to our files in it, also if it was there.

    A folder that holds anything else, or that everybody may write to, is left as it is: only our files in it are made
    private. Returns what could not be changed, because it belongs to somebody else.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [path for path in _private_paths(folder) if not _close(path)]


def _private_paths(folder: Path) -> Iterator[Path]:
    names = {path.name for path in folder.iterdir()}
    if names <= _OURS and not folder.stat().st_mode & stat.S_ISVTX:
        yield folder
    yield from (folder / name for name in sorted(names & _OURS))


def _close(path: Path) -> bool:
    """Whether nobody else has a right to it now. A link belongs to the person who made it; a file may have gone."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        if not path.is_symlink() and path.stat().st_mode & _OTHERS:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
    return path.is_symlink() or not path.exists() or not path.stat().st_mode & _OTHERS
