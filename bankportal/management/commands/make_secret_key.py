"""`manage.py make_secret_key`: creates a secret key in `DATA_DIR`, once, for `make run`."""

import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bankportal.data_folder import make_private


class Command(BaseCommand):
    """Does nothing where there is a key already."""

    help = "Creates DATA_DIR and a secret key in it, unless SECRET_KEY is set or that file exists."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Creates the file for its owner alone; of two processes at once, one creates it and the other keeps it."""
        for path in make_private(settings.DATA_DIR):
            self.stderr.write(f"{path} belongs to another user of this machine, and others can read it.")
        if not settings.SECRET_KEY_IS_TEMPORARY:
            return
        path = settings.DATA_DIR / "secret_key"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        self.stdout.write(f"Made {path}")
