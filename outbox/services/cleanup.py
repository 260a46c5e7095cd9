"""Deletes mails that are sent or given up; runs with the clean-up of sessions."""

from datetime import timedelta

from core.clock import now
from outbox.enums import MailStatus
from outbox.models import OutgoingMail
from sessions_browser.services.cleanup import register_cleanup

KEPT = timedelta(days=7)
FAILED_KEPT = timedelta(days=30)


def register_cleanups() -> None:
    """Registers the kind; called once, when the app is ready."""
    register_cleanup("mails", clear_finished)


def clear_finished(batch: int) -> int:
    """Deletes up to `batch` finished mails, in the caller's transaction; returns how many. Queued ones are kept."""
    moment = now()
    finished = OutgoingMail.objects.filter(finished_at__lte=moment - KEPT)
    recent_failures = finished.filter(status=MailStatus.FAILED, finished_at__gt=moment - FAILED_KEPT)
    old = finished.exclude(pk__in=recent_failures.values("pk")).order_by("finished_at")
    ids = list(old.values_list("pk", flat=True)[:batch])
    # The condition again: a failed mail may have been queued again since.
    deleted, _ = finished.filter(pk__in=ids).delete() if ids else (0, {})
    return deleted
