"""Hashers that count: one for all processes of a server, in a file, and a fast one for this process."""

import os
from pathlib import Path

from django.contrib.auth.hashers import MD5PasswordHasher

from users.authentication.hashers import BankArgon2Hasher

PASSWORD = "correct horse battery staple"


class CountingHasher(BankArgon2Hasher):
    """The bank's hasher, which also appends a byte to a file for each hash."""

    def verify(self, password, encoded):
        _count()
        return super().verify(password, encoded)

    def encode(self, password, salt):
        _count()
        return super().encode(password, salt)


class RecordingHasher(MD5PasswordHasher):
    """Keeps every password that it hashes in `hashed`; see the fixture `hashed_passwords`."""

    hashed = []

    def encode(self, password, salt):
        self.hashed.append(password)
        return super().encode(password, salt)


def _count():
    path = os.environ.get("HASH_COUNT_FILE")
    if path:
        with Path(path).open("ab") as file:
            file.write(b".")
