"""The three roles. Defined in core because every app checks them."""

from django.db.models import TextChoices


class Role(TextChoices):
    """A user's role at the bank. A Django superuser is the administrator and has the role `manager`."""

    MEMBER = "member", "Member"
    CASHIER = "cashier", "Cashier"
    MANAGER = "manager", "Manager"
