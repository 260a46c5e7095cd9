"""Counts attempts to send mails, and reads the queue."""

from django.db.models import Count, Min

from core.clock import now
from core.metrics.gauges import Gauge, Reading, register_database_gauge
from core.metrics.values import Counter
from outbox.enums import MailStatus
from outbox.models import OutgoingMail

ATTEMPTS = Counter(
    "bank_mail_attempts",
    "Attempts to send a mail, by result.",
    ("result",),
    known=["sent", "retried", "failed", "discarded", "server_down"],
)


def register_gauges() -> None:
    """Registers the gauges; called once, when the app is ready."""
    register_database_gauge(Gauge("bank_mails", "Mails that wait or were given up.", ("state",), _mails))
    register_database_gauge(
        Gauge("bank_mail_oldest_queued_seconds", "Age of the oldest mail that waits; 0 without one.", (), _oldest)
    )


def _mails() -> Reading:
    states = (MailStatus.QUEUED, MailStatus.FAILED)
    rows = OutgoingMail.objects.filter(status__in=states).values_list("status").annotate(Count("pk"))
    reading: Reading = {(str(state),): 0.0 for state in states}
    return reading | {(str(state),): float(count) for state, count in rows}


def _oldest() -> Reading:
    oldest = OutgoingMail.objects.filter(status=MailStatus.QUEUED).aggregate(oldest=Min("created_at"))["oldest"]
    return {(): (now() - oldest).total_seconds() if oldest else 0.0}
