"""The place of accounts: bank accounts (not user accounts), members' and the bank's own; owns the balance column."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registered, and empty until its issue is built."""

    name = "accounts"
