"""The outbox: mails that are written with their cause and sent afterwards, by any process."""

from importlib import import_module

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Registered for its table, its command and its admin."""

    name = "outbox"
    verbose_name = "Mails"

    def ready(self) -> None:
        """Registers the clean-up of mails that are no longer needed, and the gauges."""
        import_module("outbox.services.cleanup").register_cleanups()
        import_module("outbox.metrics").register_gauges()
