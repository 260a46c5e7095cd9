"""Whether a password is known from breaches: in the list that is shipped, or in one that the bank has imported.

Both are looked up with a SHA-1 of the password and no query. SHA-1, because lists of breached passwords are published
so; it protects nothing here.
"""

import hashlib
import logging
import mmap
import struct
from array import array
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from pathlib import Path

from django.conf import settings

from core.text import nfc

logger = logging.getLogger("bankportal.passwords")
SHIPPED = Path(__file__).with_name("breached_passwords.bin")
IMPORTED_NAME = "breached_passwords.bin"  # in DATA_DIR, see `breached_import`
MAGIC = b"breached-sha1-8\n"  # the first bytes of an imported list
RECORD = 8  # bytes of a hash in it: among a billion, one of 20 billion other passwords is taken for a breached one
_BUCKETS = 1 << 16


def is_breached(password: str) -> bool:
    """Whether the password, as it is hashed (NFC) or in lower case, is in one of the lists."""
    normal = nfc(password)
    lower = normal.lower()
    if _shipped().contains(shipped_digest(lower)):  # guard: shipped-list
        return True
    imported = _imported(imported_path())
    return imported is not None and any(imported.contains(imported_digest(form)) for form in {normal, lower})


def imported_path() -> Path:
    """Where the imported list is, if there is one."""
    return Path(settings.DATA_DIR) / IMPORTED_NAME


def shipped_digest(password: str) -> int:
    """The hash of a password in the shipped list: 32 bits."""
    return int.from_bytes(_sha1(password)[:4], "big")


def imported_digest(password: str) -> bytes:
    """The hash of a password in an imported list: 64 bits."""
    return _sha1(password)[:RECORD]


def pack(digests: Iterable[int]) -> bytes:
    """The shipped list of these digests: how many have each of the first 16 bits, then the last 16 bits of all."""
    ordered = sorted(set(digests))
    counts = bytearray(_BUCKETS)
    for digest in ordered:
        counts[digest >> 16] += 1
    return bytes(counts) + struct.pack(f"<{len(ordered)}H", *(digest & 0xFFFF for digest in ordered))


class ShippedList:
    """A list that `pack` has written: two bytes and a seventh for each password."""

    def __init__(self, content: bytes) -> None:
        # Where the digests with each of the first 16 bits begin, in bytes.
        self._starts = array("I", accumulate((2 * count for count in content[:_BUCKETS]), initial=_BUCKETS))
        self._content = content

    def contains(self, digest: int) -> bool:
        """Whether it has the digest, or another password of the list has the same one."""
        first, last = digest >> 16, (digest & 0xFFFF).to_bytes(2, "little")
        start, end = self._starts[first], self._starts[first + 1]
        return any(self._content[at : at + 2] == last for at in range(start, end, 2))


class ImportedList:
    """A file of sorted hashes, of which only the pages that are looked at are read."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(MAGIC)] != MAGIC or (len(self._map) - len(MAGIC)) % RECORD:
            raise ValueError(f"{path} is not a list that import_breached_passwords has written")
        self._count = (len(self._map) - len(MAGIC)) // RECORD

    def contains(self, digest: bytes) -> bool:
        """Binary search."""
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            at = len(MAGIC) + middle * RECORD
            found = self._map[at : at + RECORD]
            if found == digest:
                return True
            low, high = (middle + 1, high) if found < digest else (low, middle)
        return False


@cache
def _shipped() -> ShippedList:
    return ShippedList(SHIPPED.read_bytes())


_open: dict[str, tuple[tuple[int, int, int], ImportedList | None]] = {}


def _imported(path: Path) -> ImportedList | None:
    """The imported list, opened again when another import has replaced the file; one call of the system otherwise.

    A file that cannot be read must not stop logins: it is logged, and the shipped list is used alone.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    version = (status.st_ino, status.st_size, status.st_mtime_ns)
    known = _open.get(str(path))
    if known is None or known[0] != version:
        known = _open[str(path)] = (version, _read_imported(path))
    return known[1]


def _read_imported(path: Path) -> ImportedList | None:
    try:
        return ImportedList(path)
    except (OSError, ValueError) as exc:
        logger.error("the imported list of breached passwords is not used: %s", exc)
        return None


def _sha1(password: str) -> bytes:
    return hashlib.sha1(password.encode(errors="surrogatepass"), usedforsecurity=False).digest()
