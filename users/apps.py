"""People: sign-in, passwords, profiles, staff management."""

from importlib import import_module

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Registered for its tables and its commands."""

    name = "users"
    verbose_name = "People"

    def ready(self) -> None:
        """Adds what `users` clears to the clean-up of the app below."""
        import_module("users.services.cleanup").register_cleanups()
