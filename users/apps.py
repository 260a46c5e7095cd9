"""Users: login, passwords, profiles, management of users."""

from importlib import import_module

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Registered for its tables and its commands."""

    name = "users"
    verbose_name = "People"

    def ready(self) -> None:
        """Registers the kinds of mail, the clean-up of what has expired, and the people of the audit log."""
        import_module("users.notifications")
        import_module("users.services.cleanup").register_cleanups()
        import_module("audit.people").register_people(import_module("users.audit_people").AuditPeople())
