"""Loans: products, applications, schedules, repayments, arrears."""

from importlib import import_module

from django.apps import AppConfig


class LoansConfig(AppConfig):
    """Registered for its tables, its reversal handler and its check of the ledger."""

    name = "loans"

    def ready(self) -> None:
        """Registers the reversal handler and the check."""
        handlers = import_module("transactions.payments.reversal_handlers")
        prepare = import_module("loans.services.reversals").prepare_loan_reversal
        for kind in import_module("transactions.enums").LOAN_TYPES:
            handlers.register_reversal_handler(kind, prepare)
        checks = import_module("transactions.ledger.integrity")
        checks.register_check(import_module("loans.integrity").find_inconsistent_loan)
