"""Second factors: authenticator codes, passkeys, recovery codes, and the logins that wait for one of them."""

from importlib import import_module

from django.apps import AppConfig


class FactorsConfig(AppConfig):
    """Registered for its tables."""

    name = "factors"
    verbose_name = "Second factors"

    def ready(self) -> None:
        """Registers the clean-up of expired challenges and proofs."""
        import_module("factors.services.cleanup").register_cleanups()
