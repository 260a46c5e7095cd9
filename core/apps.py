"""What all apps share: errors, clock, rate limits, the shape of the API; no domain code but money and roles."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registered for its tables: rate limits and idempotency keys."""

    name = "core"
