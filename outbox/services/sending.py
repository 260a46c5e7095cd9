"""Sends the mails that are due: claims each, makes its text, hands it to the mail server, records the result."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from core.logging.request_ids import RequestIds, serving
from outbox.enums import MailStatus
from outbox.mail_types import render
from outbox.metrics import ATTEMPTS
from outbox.models import OutgoingMail
from outbox.selectors import due_mails
from outbox.services.claims import claim, fail, finish

logger = logging.getLogger("bankportal.mail")
BATCH = 20  # mails read in one statement

# Mails that this process has sent without being able to record it, by id. They are recorded before others are sent.
_unrecorded: dict[int, OutgoingMail] = {}


@dataclass
class SendResult:
    """What a run has done."""

    sent: int = 0
    discarded: int = 0
    retried: int = 0
    failed: int = 0
    server_down: bool = False


def send_due_mails(is_stopping: Callable[[], bool] = lambda: False) -> SendResult:
    """Sends all mails that are due, over one connection, until `is_stopping`; safe in several processes at once.

    While the mail server does not accept a connection, no mail is claimed: they all stay due, without an attempt.
    """
    result, connection = SendResult(), get_connection()
    for mail in list(_unrecorded.values()):
        _record_sent(mail)
    try:
        for mail in _due(is_stopping):
            if not _open(connection):
                result.server_down = True
                ATTEMPTS.inc("server_down")
                break
            if claim(mail):
                with serving(RequestIds(mail.request_id)):
                    _send(mail, connection, result)
    finally:
        _close(connection)
    return result


def _due(is_stopping: Callable[[], bool]) -> Iterator[OutgoingMail]:
    while not is_stopping() and (batch := due_mails(BATCH)):
        for mail in batch:
            if is_stopping():
                return
            yield mail


def _open(connection: Any) -> bool:
    """Connects to the mail server if there is no connection; returns whether it answers.

    Called before each mail: a backend that opened the connection itself would also close it after the mail, and an
    error of that would count as one of the mail, which has been accepted.
    """
    try:
        connection.open()
    except (OSError, SMTPException) as exc:
        logger.error("the mail server does not answer, mails wait: %s", describe(exc))
        return False
    return True


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, SMTPException) as exc:
        logger.info("the connection to the mail server was not closed: %s", describe(exc))


def _send(mail: OutgoingMail, connection: Any, result: SendResult) -> None:
    """Sends one claimed mail."""
    try:
        text = render(mail)
        if text is None:
            finish(mail, MailStatus.DISCARDED)
            result.discarded += 1
            ATTEMPTS.inc("discarded")
            return
        connection.send_messages([_message(mail, *text)])
    except Exception as exc:  # noqa: BLE001 (recorded with the mail, which is tried again)
        # Without the traceback: its lines could show the link.
        if fail(mail, describe(exc), is_final=_is_final(exc)):
            result.failed += 1
            ATTEMPTS.inc("failed")
            logger.error("mail %s (%s) not sent, given up: %s", mail.pk, mail.kind, describe(exc))
        else:
            result.retried += 1
            ATTEMPTS.inc("retried")
            logger.error("mail %s (%s) not sent, is tried again: %s", mail.pk, mail.kind, describe(exc))
        _close(connection)  # it is opened again for the next mail
        return
    result.sent += 1
    ATTEMPTS.inc("sent")
    _unrecorded[mail.pk] = mail
    _record_sent(mail)


def _record_sent(mail: OutgoingMail) -> None:
    """Records that the mail was sent. Raises the error of a database that does not answer; it is then tried again."""
    finish(mail, MailStatus.SENT)
    _unrecorded.pop(mail.pk, None)


def _message(mail: OutgoingMail, subject: str, body: str) -> EmailMultiAlternatives:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    # The same for every attempt, so that mail systems can recognize a mail that was sent twice.
    headers = {"Message-ID": f"<{mail.uid}@{domain}>"}
    return EmailMultiAlternatives(subject, body, None, [mail.recipient], headers=headers)


def describe(exc: Exception) -> str:
    """The type of an error and the reply code of the mail server, without texts, which may quote the mail."""
    codes: list[Any] = []
    if isinstance(exc, SMTPResponseException):
        codes = [exc.smtp_code]
    elif isinstance(exc, SMTPRecipientsRefused):
        codes = [reply[0] for reply in exc.recipients.values()]
    return " ".join([type(exc).__name__, *map(str, codes)])[:100]


def _is_final(exc: Exception) -> bool:
    """Whether the server has refused the recipient permanently (RFC 5321: a reply of 500 or more)."""
    return isinstance(exc, SMTPRecipientsRefused) and all(reply[0] >= 500 for reply in exc.recipients.values())
