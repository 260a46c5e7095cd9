"""The ledger, payments and statements: the only app that moves money."""

from importlib import import_module

from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    """Registered for its tables and commands."""

    name = "transactions"

    def ready(self) -> None:
        """Registers the kinds of mail, and the balances of the bank's own accounts."""
        import_module("transactions.payments.notifications")
        balances = import_module("transactions.ledger.balances")
        import_module("accounts.ledger_balances").register_ledger_balances(balances.shown_balances)
