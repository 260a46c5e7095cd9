"""`manage.py load_demo`: the demo bank's people."""

import os
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand
from django.db import transaction

from core.roles import Role
from users.models import User

PASSWORD = "demo-pass-2026"  # noqa: S105 (of the demo bank, which only DEBUG loads)
ADMINISTRATOR = "admin@bank.com"
PEOPLE = [
    ("member@example.com", "Maria Member", Role.MEMBER, "+1 555 0101"),
    ("member2@example.com", "Matthew Member", Role.MEMBER, "+1 555 0102"),
    ("cashier@bank.com", "Carla Cashier", Role.CASHIER, "+1 555 0111"),
    ("cashier2@bank.com", "Charles Cashier", Role.CASHIER, "+1 555 0112"),
    ("manager@bank.com", "Monica Manager", Role.MANAGER, "+1 555 0121"),
    (ADMINISTRATOR, "Adam Administrator", Role.MANAGER, "+1 555 0131"),
]


class Command(BaseCommand):
    """Only where `DEBUG` is on, and only into a database that has no users."""

    help = "Loads the demo bank into an empty development database; does nothing anywhere else."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, then prints the logins and a first curl line."""
        if not settings.DEBUG:
            self.stdout.write("The demo bank is for development (DEBUG=1); nothing loaded.")
            return
        with transaction.atomic():
            if User.objects.exists():
                loaded = User.objects.filter(email=PEOPLE[0][0]).exists()
            else:
                self._load()
                loaded = True
        if loaded:
            self._say()

    def _load(self) -> None:
        User.objects.bulk_create(
            User(
                email=email,
                full_name=name,
                role=role,
                phone=phone,
                password=make_password(PASSWORD),
                is_superuser=email == ADMINISTRATOR,
            )
            for email, name, role, phone in PEOPLE
        )

    def _say(self) -> None:
        port = os.environ.get("PORT") or "8000"
        self.stdout.write(f"\nThe demo bank. Everybody's password is {PASSWORD}\n\n")
        for email, _, role, _ in PEOPLE:
            self.stdout.write(f"  {email:<22} {'administrator' if email == ADMINISTRATOR else role}\n")
        self.stdout.write(
            f"\nServing on http://localhost:{port} (docs at /api/docs/, admin at /admin/). Try:\n\n"
            f"  curl -s http://localhost:{port}/api/users/login/ -H 'Content-Type: application/json' \\\n"
            f'    -d \'{{"email": "member@example.com", "password": "{PASSWORD}", "bind_browser": false}}\'\n\n'
        )
