"""Bank accounts (not user accounts), members' and the bank's own; owns the balance column."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registered for its tables."""

    name = "accounts"
