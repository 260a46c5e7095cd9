"""The ledger: money moves here and nowhere else."""

from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """Registered for its tables and commands."""

    name = "transactions"
