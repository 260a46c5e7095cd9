"""The ledger, payments and statements: the only app that moves money."""

from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """Registered for its tables and commands."""

    name = "transactions"
