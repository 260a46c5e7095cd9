"""The foundation: knows no bank, only errors, clocks, limits and the shape of an API."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registered for its tables (limits) and its system checks."""

    name = "core"
