"""The place of transactions: the ledger: money moves here and nowhere else."""

from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """Registered, and empty until its issue is built."""

    name = "transactions"
