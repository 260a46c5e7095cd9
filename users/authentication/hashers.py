"""Argon2id at the strength OWASP's Password Storage Cheat Sheet gives first: 19 MiB, two passes, one lane."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class BankArgon2Hasher(Argon2PasswordHasher):
    """Django's defaults take 100 MB a try, with which a handful of simultaneous logins exhausts a small server."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
