"""Sends mails with links, after the commit and in another thread: response times do not reveal who is registered.

No mail contains text that the sender of a request chose, neither a name nor an address. The name and address in an
invitation were entered by staff.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.timesince import timesince

from core.clock import now
from users.link_tokens import (
    ConfirmationTokens,
    email_change_tokens,
    get_email_change_facts,
    get_registration_facts,
    password_link_tokens,
    registration_password_tokens,
    registration_tokens,
)
from users.models import PendingEmailChange, PendingRegistration, User

logger = logging.getLogger("bankportal.mail")
_sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
_waiting: set[Future[None]] = set()


def send_reset_link(user: User) -> None:
    """Mails the link to set a new password; like all mails, after the commit."""
    _send_after_commit(user.email, "password_reset", "Set a new password", lambda: link_for(user))


def send_invitation(user: User) -> None:
    """Mails an invitation with the link to choose a password."""
    subject = f"Your account at {settings.BANK_NAME}"
    facts = {"full_name": user.full_name, "email": user.email}
    _send_after_commit(user.email, "invitation", subject, lambda: link_for(user), **facts)


def send_registration_link(pending: PendingRegistration) -> None:
    """Mails the link to confirm a registration, which requires its password."""
    _send_after_commit(
        pending.email,
        "registration",
        "Confirm your registration",
        lambda: _link("confirm-registration", pending.uid, registration_tokens, get_registration_facts(pending)),
    )


def send_registration_password_link(pending: PendingRegistration) -> None:
    """Mails the link to complete a registration with a new password."""
    _send_after_commit(
        pending.email,
        "registration_password",
        "Set a new password",
        lambda: _link("reset-password", pending.uid, registration_password_tokens, get_registration_facts(pending)),
    )


def send_already_registered(email: str) -> None:
    """Notifies the owner of a registered address that it was entered in a registration or an e-mail change."""
    _send_after_commit(email, "already_registered", "This e-mail address is already registered")


def send_email_change_link(change: PendingEmailChange, user: User) -> None:
    """Mails the link that confirms a new address to that address."""
    _send_after_commit(
        change.email,
        "email_change",
        "Confirm your new e-mail address",
        lambda: _link("confirm-email", change.uid, email_change_tokens, get_email_change_facts(change, user)),
    )


def send_email_changed(former_email: str) -> None:
    """Notifies the former address of a user."""
    _send_after_commit(former_email, "email_changed", "Your e-mail address was changed")


def wait_until_sent() -> None:
    """Waits until all queued mails are sent (for tests and the shutdown of a worker)."""
    for future in list(_waiting):
        future.result()


def link_for(user: User) -> str:
    """The URL of the single-page application's page that sets the password."""
    return _page("reset-password", urlsafe_base64_encode(force_bytes(user.pk)), password_link_tokens.make_token(user))


def _link(page: str, uid: str, tokens: ConfirmationTokens, facts: tuple[str, ...]) -> str:
    return _page(page, uid, tokens.make(*facts))


def _page(page: str, uid: str, token: str) -> str:
    """The URL of a page, from `FRONTEND_URL`, never from the Host header."""
    return f"{settings.FRONTEND_URL.rstrip('/')}/{page}?{urlencode({'uid': uid, 'token': token})}"


def _send_after_commit(
    recipient: str, template: str, subject: str, make_link: Callable[[], str] | None = None, **facts: str
) -> None:
    transaction.on_commit(lambda: _hand_over(recipient, template, subject, make_link, facts))


def _hand_over(*mail: Any) -> None:
    # In the context of the request, so that log lines have its id.
    future = _sender.submit(copy_context().run, _send, *mail)
    _waiting.add(future)
    future.add_done_callback(_waiting.discard)


def _send(
    recipient: str, template: str, subject: str, make_link: Callable[[], str] | None, facts: dict[str, str]
) -> None:
    try:
        link = make_link() if make_link else ""
        context = {**facts, "bank": settings.BANK_NAME, "valid_for": _valid_for(), "link": link}
        send_mail(subject, render_to_string(f"users/mail/{template}.txt", context), None, [recipient])
    except Exception:  # the user can request another mail
        logger.exception("mail not sent: %s", subject)


def _valid_for() -> str:
    """How long a link is valid: `1 day`, `1 hour, 30 minutes`."""
    start = now()
    return timesince(start, start + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)).replace(
        "\N{NO-BREAK SPACE}", " "
    )
