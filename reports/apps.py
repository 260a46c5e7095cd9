"""Reports and dashboards: they read from all other apps."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app of dashboards and reports."""

    name = "reports"
