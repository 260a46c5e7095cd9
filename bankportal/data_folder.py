"""`DATA_DIR`: the folder of the SQLite file, the secret key and imported lists, which only their owner may read."""

import contextlib
import stat
from collections.abc import Iterator
from pathlib import Path

from users.authentication.breached_passwords import IMPORTED_NAME

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OURS = frozenset({"secret_key", IMPORTED_NAME, *("bank.sqlite3" + end for end in ("", "-wal", "-shm", "-journal"))})


def make_private(folder: Path) -> list[Path]:
    """Creates the folder if it is missing, and removes all rights of group and others to it and to our files in it.

    A folder that holds other files too, or that everybody may write to, keeps its rights: only our files in it are made
    private. Returns the paths that could not be changed because they belong to another user.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [path for path in _private_paths(folder) if not _close(path)]


def _private_paths(folder: Path) -> Iterator[Path]:
    names = {path.name for path in folder.iterdir()}
    if names <= _OURS and not folder.stat().st_mode & stat.S_ISVTX:
        yield folder
    yield from (folder / name for name in sorted(names & _OURS))


def _close(path: Path) -> bool:
    """Removes the rights of others and returns whether none are left. Symbolic links are not followed."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        if not path.is_symlink() and path.stat().st_mode & _OTHERS:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
    return path.is_symlink() or not path.exists() or not path.stat().st_mode & _OTHERS
