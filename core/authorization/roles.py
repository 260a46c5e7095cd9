"""The three roles. Here, at the bottom, because every app judges by them."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is to the bank. A Django superuser is the administrator and has the role `manager`."""

    MEMBER = "member", "Member"
    CASHIER = "cashier", "Cashier"
    MANAGER = "manager", "Manager"
