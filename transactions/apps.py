"""The ledger, payments and statements: the only app that moves money."""

from importlib import import_module

from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """Registered for its tables and commands."""

    name = "transactions"

    def ready(self) -> None:
        """Registers the kinds of mail."""
        import_module("transactions.payments.notifications")
