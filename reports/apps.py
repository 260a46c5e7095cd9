"""The place of reports: reads everything, writes nothing."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registered."""

    name = "reports"
