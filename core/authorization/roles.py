"""The three roles, and which of them must have a second factor. Defined in core because every app checks them."""

from typing import Any

from django.conf import settings
from django.db.models import TextChoices


class Role(TextChoices):
    """A user's role at the bank. A Django superuser is the administrator and has the role `manager`."""

    MEMBER = "member", "Member"
    CASHIER = "cashier", "Cashier"
    MANAGER = "manager", "Manager"


def must_have_factor(role: str) -> bool:
    """Whether users of the role must have a second factor."""
    return role in settings.FACTOR_REQUIRED_ROLES


def needs_factor(user: Any) -> bool:
    """Whether the user must set up a second factor first. Makes no query."""
    return must_have_factor(user.role) and not user.has_factor
