"""Code that all apps share: errors, clock, rate limits, the base of the API; of the domain only money and roles."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registered for its tables: rate limits and idempotency keys."""

    name = "core"
