"""Imports lists of breached passwords into one sorted file, in bounded memory, for lists larger than the machine's.

A list is what Have I Been Pwned publishes (`SHA-1:count`, or only the SHA-1), or passwords in plain text, one a line.
Sorted pieces are written to temporary files beside the target and merged; a list that is sorted makes one piece.
"""

import heapq
import os
import re
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from core.text import LONGEST_FORM, nfc
from core.validation import MAX_PASSWORD
from users.authentication.breached_passwords import MAGIC, RECORD, imported_digest

PIECE = 500_000  # hashes that are sorted in memory
OPEN_PIECES = 64  # that are merged at a time
MAX_LINE = 4 * LONGEST_FORM * MAX_PASSWORD  # bytes; a longer line is no password that a login accepts
_BLOCK = 8192  # hashes that are read or written at a time
_SHA1 = re.compile(rb"([0-9A-Fa-f]{40})(:[0-9]+)?")
_NTLM = re.compile(rb"[0-9A-Fa-f]{32}:[0-9]+")


def import_lists(paths: Iterable[Path], target: Path, *, piece: int = PIECE) -> int:
    """Writes the hashes of all lists to `target`, in place of what it had; returns how many there are.

    Raises ValueError for a list that cannot be read as one, and OSError; the target is then unchanged.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".breached-", dir=target.parent) as folder:
        pieces = _Pieces(Path(folder))
        for block in _blocks(_digests(paths), piece):
            pieces.add(block)
        whole = Path(folder) / "whole"
        count = _write(whole, pieces.merged())
        whole.chmod(0o600)
        whole.replace(target)
    return count


def _digests(paths: Iterable[Path]) -> Iterator[int]:
    for path in paths:
        with path.open("rb") as file:
            yield from _digests_of_list(file, path)


def _digests_of_list(file: BinaryIO, path: Path) -> Iterator[int]:
    """The first line tells whether it is a list of hashes; then each line must have one."""
    is_hashes: bool | None = None
    for number, line in enumerate(_lines(file), start=1):
        if not line:
            continue
        match = _SHA1.fullmatch(line)
        if is_hashes is None:
            is_hashes = match is not None
        if match is not None and is_hashes:
            yield int(match[1][: 2 * RECORD], 16)
        elif is_hashes or _NTLM.fullmatch(line):
            raise ValueError(f"{path}, line {number}: not a SHA-1, as in the lists of Have I Been Pwned")
        elif password := _decode(line):
            yield int.from_bytes(imported_digest(nfc(password).lower()), "big")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines without their ends; of one that is too long an empty one."""
    while line := file.readline(MAX_LINE):
        is_long = not line.endswith(b"\n") and len(line) == MAX_LINE
        rest = line
        while is_long and rest and not rest.endswith(b"\n"):
            rest = file.readline(MAX_LINE)
        yield b"" if is_long else line.rstrip(b"\r\n")


def _decode(line: bytes) -> str:
    """The password; empty where it is not UTF-8, which no client can send."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return ""


def _blocks(digests: Iterator[int], size: int) -> Iterator[list[int]]:
    block: list[int] = []
    for digest in digests:
        block.append(digest)
        if len(block) == size:
            yield sorted(block)
            block = []
    if block:
        yield sorted(block)


class _Pieces:
    """Temporary files of sorted hashes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: list[Path] = []
        self._last = -1  # hash of the newest piece

    def add(self, block: list[int]) -> None:
        """Adds sorted hashes, to the newest piece where they continue it."""
        if not self._paths or block[0] < self._last:
            self._paths.append(self._folder / str(len(self._paths)))
        with self._paths[-1].open("ab") as file:
            file.write(_to_bytes(block))
        self._last = block[-1]

    def merged(self) -> Iterator[int]:
        """All hashes in order; more pieces than may be open at once are merged in several rounds."""
        paths, made = self._paths, 0
        while len(paths) > OPEN_PIECES:
            together, made = self._folder / f"merged-{made}", made + 1
            with together.open("wb") as file:
                _write_to(file, _merge(paths[:OPEN_PIECES]))
            for path in paths[:OPEN_PIECES]:
                path.unlink()
            paths = [*paths[OPEN_PIECES:], together]
        return _merge(paths)


def _merge(paths: list[Path]) -> Iterator[int]:
    """The hashes of sorted files in order, each once."""
    last = -1
    for digest in heapq.merge(*map(_read, paths)):
        if digest != last:
            yield digest
        last = digest


def _read(path: Path) -> Iterator[int]:
    with path.open("rb") as file:
        while content := file.read(_BLOCK * RECORD):
            yield from (int.from_bytes(content[at : at + RECORD], "big") for at in range(0, len(content), RECORD))


def _write(path: Path, digests: Iterator[int]) -> int:
    with path.open("wb") as file:
        file.write(MAGIC)
        count = _write_to(file, digests)
        file.flush()
        os.fsync(file.fileno())
    return count


def _write_to(file: BinaryIO, digests: Iterator[int]) -> int:
    count, block = 0, array("Q")
    for digest in digests:
        block.append(digest)
        if len(block) == _BLOCK:
            file.write(_to_bytes(block))
            count, block = count + _BLOCK, array("Q")
    file.write(_to_bytes(block))
    return count + len(block)


def _to_bytes(digests: Iterable[int]) -> bytes:
    return b"".join(digest.to_bytes(RECORD, "big") for digest in digests)
