"""Reads the outbox."""

from django.db.models import QuerySet

from core.clock import now
from outbox.enums import MailStatus
from outbox.models import OutgoingMail


def due_mails(limit: int) -> list[OutgoingMail]:
    """Mails that may be sent now, those that are due longest first. Not locked: see `outbox.services.claims`."""
    return list(_queued().filter(next_attempt_at__lte=now()).order_by("next_attempt_at", "pk")[:limit])


def count_queued() -> int:
    """How many mails wait, the due ones and those that are tried again later."""
    return _queued().count()


def _queued() -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(status=MailStatus.QUEUED)
