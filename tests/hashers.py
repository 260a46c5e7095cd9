"""The bank's hasher, which also appends a byte to a file for each hash computed by any process."""

import os
from pathlib import Path

from users.authentication.hashers import BankArgon2Hasher

PASSWORD = "correct horse battery staple"


class CountingHasher(BankArgon2Hasher):
    def verify(self, password, encoded):
        _count()
        return super().verify(password, encoded)

    def encode(self, password, salt):
        _count()
        return super().encode(password, salt)


def _count():
    path = os.environ.get("HASH_COUNT_FILE")
    if path:
        with Path(path).open("ab") as file:
            file.write(b".")
