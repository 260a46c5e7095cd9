"""Mails with links. Written and sent after the commit and beside the request: no answer's time tells who exists."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from users.models import User

logger = logging.getLogger("bankportal.mail")
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
_waiting: set[Future[None]] = set()


def send_reset_link(user: User) -> None:
    """The link to set a new password: sent once the transaction commits."""
    _send_after_commit(user, "password_reset", "Set a new password")


def send_invitation(user: User) -> None:
    """The welcome, with the link to choose a password: sent once the transaction commits."""
    _send_after_commit(user, "invitation", f"Your access to {settings.BANK_NAME}")


def wait_until_sent() -> None:
    """Returns when everything handed over so far has been sent (for tests and orderly ends)."""
    for future in list(_waiting):
        future.result()


def link_for(user: User) -> str:
    """The page of the single-page application where the password is set; never built from the Host header."""
    query = {"uid": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    return f"{settings.FRONTEND_URL.rstrip('/')}/reset-password?{urlencode(query)}"


def _send_after_commit(user: User, template: str, subject: str) -> None:
    transaction.on_commit(lambda: _hand_over(user, template, subject))


def _hand_over(user: User, template: str, subject: str) -> None:
    # In the context of the request, whose id its log lines have.
    future = _sender.submit(copy_context().run, _send, user, template, subject)
    _waiting.add(future)
    future.add_done_callback(_waiting.discard)


def _send(user: User, template: str, subject: str) -> None:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    facts = {"user": user, "bank": settings.BANK_NAME, "link": link_for(user), "hours": hours}
    try:
        send_mail(subject, render_to_string(f"users/mail/{template}.txt", facts), None, [user.email])
    except Exception:  # whatever the mail server does, the person can ask again
        logger.exception("mail not sent: %s", subject)
