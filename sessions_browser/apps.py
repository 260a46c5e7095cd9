"""Browser sessions: the row of a browser decides which tokens are valid."""

from importlib import import_module

from django.apps import AppConfig


class SessionsBrowserConfig(AppConfig):
    """Registered for its table, its command and its admin."""

    name = "sessions_browser"
    verbose_name = "Browser sessions"

    def ready(self) -> None:
        """Registers the security schemes with drf-spectacular, and the gauges."""
        import_module("sessions_browser.openapi")
        import_module("sessions_browser.metrics").register_gauges()
