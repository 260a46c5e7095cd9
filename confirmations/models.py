"""Confirmations of requests by a second factor."""

import uuid

from django.db import models


class Confirmation(models.Model):
    """A request that a user is asked to confirm, or has confirmed, in one session.

    `signature` is an HMAC of the request (`confirmations.request`); the body is not stored. `session_token` is that of
    `browser_sessions`: another login on the same browser has another one. There are no foreign keys, which would lock
    the rows of the user and the session. The row is deleted when it is used.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # random
    user_id = models.BigIntegerField()
    session_token = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "confirmations"

    def __str__(self) -> str:
        return f"Confirmation {self.pk}"
