"""`outgoing_mails`: the queue of mails, without their texts."""

import secrets

from django.conf import settings
from django.db import models

from core.clock import now
from outbox.enums import MailStatus


def new_uid() -> str:
    """A random part of the Message-ID."""
    return secrets.token_hex(16)


class OutgoingMail(models.Model):
    """One mail to one recipient. The text, with its link, is made when the mail is sent, and is stored nowhere.

    `next_attempt_at` is when the mail is due. A worker that sends it first moves that time beyond its own lease, so a
    mail whose worker was killed becomes due again. `attempts` counts claims; a worker may only finish the claim that
    it has made. The user is a number, not a foreign key, which would lock the user's row.
    """

    uid = models.CharField(max_length=32, default=new_uid)
    kind = models.CharField(max_length=40)
    user_id = models.BigIntegerField(null=True)
    recipient = models.EmailField()
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    facts = models.JSONField(default=dict)  # what the text needs; no tokens
    # At most one mail with this key is written; NULL for mails that may be repeated.
    once_key = models.CharField(max_length=64, null=True, unique=True)
    status = models.CharField(max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    next_attempt_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, db_index=True)
    last_error = models.CharField(max_length=100, default="")
    request_id = models.CharField(max_length=64, default="")  # of the request that caused it

    class Meta:
        db_table = "outgoing_mails"
        verbose_name = "mail"
        indexes = [models.Index(fields=["status", "next_attempt_at"], name="outgoing_mails_due")]

    def __str__(self) -> str:
        return f"Mail {self.pk}"
