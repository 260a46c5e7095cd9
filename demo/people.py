"""The demo bank's people."""

from typing import Any

from django.contrib.auth.hashers import make_password

from core.authorization.roles import Role
from users.authentication.commands import record_created
from users.models import User

PASSWORD = "demo-pass-2026"  # noqa: S105 (of the demo bank, which is only loaded with DEBUG)
ADMINISTRATOR = "admin@bank.com"
PEOPLE = [
    ("member@example.com", "Maria Member", Role.MEMBER, "+1 555 0101"),
    ("member2@example.com", "Matthew Member", Role.MEMBER, "+1 555 0102"),
    ("cashier@bank.com", "Carla Cashier", Role.CASHIER, "+1 555 0111"),
    ("cashier2@bank.com", "Charles Cashier", Role.CASHIER, "+1 555 0112"),
    ("manager@bank.com", "Monica Manager", Role.MANAGER, "+1 555 0121"),
    (ADMINISTRATOR, "Adam Administrator", Role.MANAGER, "+1 555 0131"),
]


def load_people() -> dict[str, User]:
    """Inserts the people of the demo bank; returns them by e-mail address."""
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
    people = {user.email: user for user in User.objects.all()}
    record_created(people.values(), command="load_demo")
    return people


def is_loaded() -> bool:
    """Whether this database holds the demo bank."""
    return User.objects.filter(email=ADMINISTRATOR).exists()


def logins() -> list[dict[str, str]]:
    """E-mail address, name and role of each login."""
    return [
        {"email": email, "full_name": name, "role": "administrator" if email == ADMINISTRATOR else role.value}
        for email, name, role, _ in PEOPLE
    ]


def get_demo_logins() -> dict[str, Any]:
    """What the landing page shows; empty where the demo bank is not loaded."""
    return {"logins": logins(), "password": PASSWORD} if is_loaded() else {}
