"""Deletes expired registrations and e-mail changes; runs with the clean-up of sessions."""

from sessions_browser.services.cleanup import register_expiring
from users.models import PendingEmailChange, PendingRegistration


def register_cleanups() -> None:
    """Registers both kinds; called once, when the app is ready."""
    register_expiring("registrations", PendingRegistration)
    register_expiring("email_changes", PendingEmailChange)
