"""Browser sessions: one row a browser decides which tokens live."""

from importlib import import_module

from django.apps import AppConfig


class SessionsBrowserConfig(AppConfig):
    """Registered for its table, its command and its admin."""

    name = "sessions_browser"
    verbose_name = "Browser sessions"

    def ready(self) -> None:
        """Tells drf-spectacular of the security schemes."""
        import_module("sessions_browser.openapi")
