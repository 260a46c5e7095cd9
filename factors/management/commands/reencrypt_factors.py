"""`manage.py reencrypt_factors`: encrypts the secrets of authenticators with the key that signs now."""

from typing import Any

from django.core.management.base import CommandError

from core.management.base import DatabaseCommand
from factors.services.reencryption import reencrypt_all


class Command(DatabaseCommand):
    """Run it before a key is removed from `TOKEN_KEYS`; safe at any time, and twice."""

    help = "Encrypts the secrets of authenticators with the first key of TOKEN_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many were changed. Raises CommandError where a secret cannot be decrypted with any key."""
        changed, failed = reencrypt_all()
        self.stdout.write(f"{changed} secrets encrypted with the first key")
        if failed:
            raise CommandError(f"{failed} secrets cannot be decrypted: their key is not in TOKEN_KEYS")
