"""Users: login, passwords, profiles, management of users."""

from importlib import import_module

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Registered for its tables and its commands."""

    name = "users"
    verbose_name = "People"

    def ready(self) -> None:
        """Registers the kinds of mail, and the clean-up of expired registrations and e-mail changes."""
        import_module("users.notifications")
        import_module("users.services.cleanup").register_cleanups()
