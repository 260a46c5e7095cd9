"""The project as an app: its system checks and commands."""

from importlib import import_module

from django.apps import AppConfig


class BankPortalConfig(AppConfig):
    """Registered for its checks and commands."""

    name = "bankportal"

    def ready(self) -> None:
        """Registers the checks."""
        import_module("bankportal.checks")
