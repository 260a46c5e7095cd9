"""Argon2id with the first parameters of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class BankArgon2Hasher(Argon2PasswordHasher):
    """Django's defaults use 100 MB an attempt, so that a few simultaneous logins exhaust a small server."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
