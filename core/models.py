"""The tables of limits and of idempotency keys."""

from django.db import models


class Limit(models.Model):
    """A sliding window. Only `core.ratelimit.exact` touches it.

    `log` is the tries as fixed-width stamps, newest first, so that "is the n-th newest try out of the
    window?" and "add one" are a single conditional UPDATE on any database. The key is an HMAC, because people
    sometimes type a password into the e-mail field.
    """

    key = models.CharField(max_length=64, primary_key=True)
    log = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "limits"

    def __str__(self) -> str:
        return self.key


class IdempotencyKey(models.Model):
    """A client's key, and the response to the first request with it. Only `core.idempotency.service` touches it.

    Scoped to the user, not to a token, because tokens rotate. No foreign key: it would lock the user's row.
    """

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)  # NULL while the first request runs
    body = models.TextField(default="")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "idempotency_keys"
        constraints = [models.UniqueConstraint(fields=["user_id", "key"], name="idempotency_user_key")]

    def __str__(self) -> str:
        return f"Key {self.pk}"
