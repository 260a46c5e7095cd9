"""`manage.py load_demo`: the demo bank."""

import logging
import os
from typing import Any

from django.conf import settings

from core.commands import DatabaseCommand
from loans.demo import load_loans
from transactions.demo import load_movements
from users.demo import PASSWORD, is_loaded, load_people, logins
from users.models import User


class Command(DatabaseCommand):
    """Only where `DEBUG` is on, and only into a database that has no users."""

    help = "Loads the demo bank into an empty development database; does nothing anywhere else."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, then prints the logins and a first curl line."""
        if not settings.DEBUG:
            self.stdout.write("The demo bank is for development (DEBUG=1); nothing loaded.")
            return
        if not User.objects.exists():
            self._load()
        if is_loaded():
            self._say()

    def _load(self) -> None:
        audit = logging.getLogger("audit")
        audit.disabled = True  # hundreds of lines of the past
        try:
            people = load_people()
            load_movements(people)
            load_loans(people)
        finally:
            audit.disabled = False

    def _say(self) -> None:
        port = os.environ.get("PORT") or "8000"
        self.stdout.write(f"\nThe demo bank. Everybody's password is {PASSWORD}\n\n")
        for login in logins():
            self.stdout.write(f"  {login['email']:<22} {login['role']}\n")
        self.stdout.write(
            f"\nServing on http://localhost:{port} (docs at /api/docs/, admin at /admin/). Try:\n\n"
            f"  curl -s http://localhost:{port}/api/users/login/ -H 'Content-Type: application/json' \\\n"
            f'    -d \'{{"email": "member@example.com", "password": "{PASSWORD}", "bind_browser": false}}\'\n\n'
        )
