"""The audit log, an append-only record of actions."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registered for its table."""

    name = "audit"
    verbose_name = "Audit log"
