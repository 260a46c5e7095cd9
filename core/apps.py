"""Code that all apps share: errors, clock, rate limits, the base of the API; of the domain only money and roles."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    """Registered for its tables: rate limits and idempotency keys."""

    name = "core"

    def ready(self) -> None:
        """Registers gauges, and measures connections from their beginning (ADR 7: the only receiver of a signal)."""
        import_module("core.health.metrics").register_gauges()
        import_module("core.jobs").register_gauges()
        connection_created.connect(import_module("core.db.instrumentation").measure)
