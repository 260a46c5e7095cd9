"""Writes mails into the outbox, in the transaction of their cause: without the cause there is no mail."""

import hashlib

from django.db import transaction

from core.clock import now
from core.db.transactions import require_transaction
from core.languages import default_language
from core.logging.request_ids import current_request_ids
from outbox.enums import MailStatus
from outbox.mail_types import MailType
from outbox.models import OutgoingMail
from outbox.sender import wake_sender

Facts = dict[str, str]


def queue_mail(
    mail_type: MailType,
    *,
    recipient: str,
    user_id: int | None = None,
    language: str = "",
    once: str = "",
    facts: Facts | None = None,
) -> None:
    """Queues a mail in the caller's transaction; it is sent after the commit. `facts` must not contain a token.

    With `once`, only the first mail of the same kind with this text is written, however many transactions write it at
    once. Raises TransactionManagementError outside a transaction.
    """
    mail = _build(mail_type, user_id, facts or {})
    mail.recipient, mail.language = recipient, language or default_language()
    mail.once_key = _once_key(mail_type, once) if once else None  # guard: mail-once
    _insert(mail)


def queue_nothing(mail_type: MailType) -> None:
    """Writes a row that is never sent, where the recipient does not exist.

    The statements, and so the time of the response, are those of a mail: they do not reveal whether one is sent.
    """
    mail = _build(mail_type, None, {})
    mail.status, mail.finished_at = MailStatus.DISCARDED, mail.created_at
    _insert(mail)


def _build(mail_type: MailType, user_id: int | None, facts: Facts) -> OutgoingMail:
    moment = now()
    return OutgoingMail(
        kind=mail_type.kind,
        user_id=user_id,
        facts=facts,
        created_at=moment,
        next_attempt_at=moment,
        request_id=current_request_ids().request_id,
    )


def _insert(mail: OutgoingMail) -> None:
    require_transaction("queue_mail()")
    # One statement; a row with the same `once_key` is not written.
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=mail.once_key is not None)
    transaction.on_commit(wake_sender)


def _once_key(mail_type: MailType, text: str) -> str:
    # Without a key of the ring: servers sign with different ones while keys are rotated.
    return hashlib.sha256(f"{mail_type.kind}\x1f{text}".encode()).hexdigest()
