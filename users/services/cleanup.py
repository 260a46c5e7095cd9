"""Deletes expired registrations and e-mail changes; runs with the clean-up of sessions."""

from django.db.models import Model

from core.clock import now
from sessions_browser.services.cleanup import register_cleanup
from users.models import PendingEmailChange, PendingRegistration


def register_cleanups() -> None:
    """Registers both kinds; called once, when the app is ready."""
    register_cleanup("registrations", lambda batch: _clear(PendingRegistration, batch))
    register_cleanup("email_changes", lambda batch: _clear(PendingEmailChange, batch))


def _clear(model: type[Model], batch: int) -> int:
    """Deletes up to `batch` expired rows, in the caller's transaction; returns how many."""
    expired = model._default_manager.filter(expires_at__lte=now())
    ids = list(expired.order_by("expires_at").values_list("pk", flat=True)[:batch])
    # The condition again: a new request may have replaced a row since.
    deleted, _ = expired.filter(pk__in=ids).delete() if ids else (0, {})
    return deleted
