"""Claims a mail before it is sent, and finishes the claim: of several workers, one sends the mail.

A claim is one conditional UPDATE and holds no lock. It is a lease: if the worker is killed, the mail becomes due again
when the lease is over. That may send a mail twice, but only where nobody can know whether it was sent; both have the
same Message-ID.
"""

import random
from datetime import datetime, timedelta

from django.conf import settings

from core.clock import now
from core.db.transactions import atomic_with_retry
from outbox.enums import MailStatus
from outbox.models import OutgoingMail

FIRST_DELAY = 30  # seconds before the second attempt; doubled each time
MAX_DELAY = 4 * 3600  # seconds
MAX_ATTEMPTS = 20  # about two days


@atomic_with_retry
def claim(mail: OutgoingMail) -> bool:
    """Whether this worker may send the mail now; no other worker then does until the lease is over.

    A mail whose last attempt was not finished is given up.
    """
    moment = now()
    mine = OutgoingMail.objects.filter(
        pk=mail.pk,
        status=MailStatus.QUEUED,
        attempts=mail.attempts,  # guard: mail-claim
        next_attempt_at__lte=moment,
    )
    if mail.attempts >= MAX_ATTEMPTS:
        mine.update(status=MailStatus.FAILED, finished_at=moment)
        return False
    lease_end = moment + timedelta(seconds=settings.MAIL_LEASE)
    claimed = mine.update(
        attempts=mail.attempts + 1,
        next_attempt_at=lease_end,  # guard: mail-lease
    )
    mail.attempts += 1
    return bool(claimed)


@atomic_with_retry
def finish(mail: OutgoingMail, status: MailStatus) -> None:
    """Records that the claimed mail was sent, or that there was nothing to send."""
    _update(mail, status=status, finished_at=now(), last_error="")


@atomic_with_retry
def fail(mail: OutgoingMail, error: str, *, is_final: bool) -> bool:
    """Records a failed attempt; returns whether the mail is given up. Otherwise it is tried again later."""
    moment = now()
    if is_final or mail.attempts >= MAX_ATTEMPTS:
        _update(mail, status=MailStatus.FAILED, finished_at=moment, last_error=error)
        return True
    _update(mail, next_attempt_at=moment + retry_delay(mail.attempts), last_error=error)
    return False


@atomic_with_retry
def requeue_failed() -> int:
    """Makes mails that were given up due again, with all attempts; returns how many."""
    failed = OutgoingMail.objects.filter(status=MailStatus.FAILED)
    return failed.update(status=MailStatus.QUEUED, attempts=0, next_attempt_at=now(), finished_at=None)


def retry_delay(attempts: int) -> timedelta:
    """Doubled with each attempt, up to `MAX_DELAY`, and between half of that and all of it."""
    longest = min(MAX_DELAY, FIRST_DELAY * 2 ** min(attempts - 1, 20))
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311 (jitter, not a secret)


def _update(mail: OutgoingMail, **changes: str | datetime) -> None:
    """Changes the mail if the claim is still this worker's."""
    OutgoingMail.objects.filter(pk=mail.pk, status=MailStatus.QUEUED, attempts=mail.attempts).update(**changes)
