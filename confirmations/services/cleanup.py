"""Deletes expired confirmations; runs with the clean-up of sessions."""

from confirmations.models import Confirmation
from core.clock import now
from sessions_browser.services.cleanup import register_cleanup


def register_cleanups() -> None:
    """Registers it; called once, when the app is ready."""
    register_cleanup("confirmations", _clear)


def _clear(batch: int) -> int:
    """Deletes up to `batch` expired rows, in the caller's transaction; returns how many."""
    expired = Confirmation.objects.filter(expires_at__lte=now())
    ids = list(expired.order_by("expires_at").values_list("pk", flat=True)[:batch])
    deleted, _ = Confirmation.objects.filter(pk__in=ids).delete() if ids else (0, {})
    return deleted
