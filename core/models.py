"""The limits' table: one row a key, holding the times of its last tries."""

from django.db import models


class Limit(models.Model):
    """A sliding window. Only `core.limits` touches it.

    `log` is the tries as fixed-width stamps, newest first, so that "is the n-th newest try out of the
    window?" and "add one" are a single conditional UPDATE on any database. The key is an HMAC: what people
    type where an e-mail belongs is now and then a password.
    """

    key = models.CharField(max_length=64, primary_key=True)
    log = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "limits"

    def __str__(self) -> str:
        return self.key
