"""The tables of limits, of idempotency keys and of the bank's time zone."""

from django.db import models

from core.clock import now


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


class BankTimeZone(models.Model):
    """The time zone of the bank's days; at most one row. Without it, days are UTC days.

    Only `transactions.ledger.time_zone` and the migration of a new bank write it; `core.db.time_zone` reads it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=64)
    first_day = models.DateField(null=True)  # days before it are UTC days; NULL: there are none
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "bank_time_zone"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="bank_time_zone_one_row")]

    def __str__(self) -> str:
        return self.name


class JobRun(models.Model):
    """The last run of each scheduled job. Only `core.jobs` touches it."""

    name = models.CharField(max_length=64, primary_key=True)
    finished_at = models.DateTimeField()
    is_successful = models.BooleanField()
    succeeded_at = models.DateTimeField(null=True)  # the last success; NULL where there was none

    class Meta:
        db_table = "job_runs"

    def __str__(self) -> str:
        return self.name
