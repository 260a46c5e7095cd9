"""Deletes expired confirmations; runs with the clean-up of sessions."""

from confirmations.models import Confirmation
from sessions_browser.services.cleanup import register_expiring


def register_cleanups() -> None:
    """Registers them; called once, when the app is ready."""
    register_expiring("confirmations", Confirmation)
