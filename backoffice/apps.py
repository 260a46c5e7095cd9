"""The staff site: Django's admin behind our own sign-in, with a dashboard, navigation and error pages."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class BackofficeConfig(AppConfig):
    """Registered for its templates and static files."""

    name = "backoffice"


class BackofficeAdminConfig(admin_apps.AdminConfig):
    """Django's admin with our own site."""

    default_site = "backoffice.site.BankAdminSite"
