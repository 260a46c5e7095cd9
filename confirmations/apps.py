"""Confirmations: a user confirms exactly one request with a second factor before it is executed."""

from importlib import import_module

from django.apps import AppConfig


class ConfirmationsConfig(AppConfig):
    """Registered for its table."""

    name = "confirmations"
    verbose_name = "Confirmations"

    def ready(self) -> None:
        """Registers the clean-up of expired confirmations."""
        import_module("confirmations.services.cleanup").register_cleanups()
