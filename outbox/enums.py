"""The status of a mail in the outbox."""

from django.db.models import TextChoices


class MailStatus(TextChoices):
    """Only queued mails are sent; the other three are final."""

    QUEUED = "queued", "Waiting to be sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent: given up"
    DISCARDED = "discarded", "Not sent: nothing to send"
