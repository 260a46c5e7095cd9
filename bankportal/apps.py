"""The project as an app: its system checks, and the admin site."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class BankPortalConfig(AppConfig):
    """Registered for its checks and commands."""

    name = "bankportal"

    def ready(self) -> None:
        """Registers the checks."""
        import_module("bankportal.checks")


class BankAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own way in."""

    default_site = "backoffice.site.BankAdminSite"
