"""Changes a user's own e-mail address after the new one was confirmed by a mailed link."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext

from audit.events import Event
from audit.services import record, record_refusal
from core.authorization.capabilities import Capability, require_capability
from core.client_info import ClientInfo
from core.clock import now
from core.db.transactions import atomic_with_retry
from core.db.upsert import insert_or_replace
from core.exceptions import ApplicationError, InvalidRequest, Throttled
from core.ratelimit import exact as limits
from sessions_browser.models import BrowserSession
from sessions_browser.services import end_sessions_of_user
from users import notifications as mail
from users.authentication.known_browsers import find_account_of_session
from users.authentication.login import is_still_valid, renew_hash
from users.authentication.new_members import LINK_REFUSED
from users.authentication.password_attempts import PasswordAttempt, attempt_password, record_failure, release_limits
from users.link_tokens import email_change_tokens, get_email_change_facts
from users.models import PendingEmailChange, PendingRegistration, User
from users.selectors import pending_email_change_by_uid, user_by_email
from users.services.user_management import EMAIL_TAKEN


def request_email_change(
    *, user: User, email: str, password: str, session: BrowserSession | None, client: ClientInfo
) -> None:
    """Mails a link to the new address, or a notice if that address is already registered.

    A newer request invalidates the older link. Does nothing if the address has reached its limit of mails an hour.
    Raises PermissionDenied; InvalidRequest for a wrong password and for the user's present address; Throttled as a
    login does, and after too many requests of this user.
    """
    require_capability(user, Capability.CHANGE_OWN_PROFILE)
    # Read again: the request's user is read without the hash.
    known, browser = find_account_of_session(user, session)
    if email == known.email:
        raise InvalidRequest(email=gettext("This is already your e-mail address."))
    attempt = attempt_password(  # guard: email-change-limit
        email=known.email, password=password, client=client, user=known, browser=browser, is_login=False
    )
    change = PendingEmailChange(
        user=known,
        email=email,
        uid=secrets.token_hex(16),
        expires_at=now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )
    _request(attempt, change, client)


@atomic_with_retry
def confirm_email_change(*, uid: str, token: str, client: ClientInfo) -> ApplicationError | None:
    """Changes the address of the user whose request a mailed link names; all sessions of the user end.

    The former address gets a notice. Raises InvalidRequest for a link that is wrong, used or expired, and for an
    address that was taken since.
    """
    change = pending_email_change_by_uid(uid)
    user = User.objects.select_for_update().filter(pk=change.user_id).first() if change else None
    if change is None or user is None:
        return _refuse(None, client, "link", LINK_REFUSED)
    if not email_change_tokens.is_valid(token, *get_email_change_facts(change, user)):
        return _refuse(user, client, "link", LINK_REFUSED)
    claimed, _ = PendingEmailChange.objects.filter(pk=change.pk, uid=uid).delete()
    if not claimed:
        return _refuse(user, client, "link", LINK_REFUSED)
    if not _change_email(user, change.email):
        return _refuse(user, client, "address taken", EMAIL_TAKEN)
    record(
        Event.EMAIL_CHANGED,
        client=client,
        user_id=user.pk,
        actor_id=user.pk,
        before=user.email,
        after=change.email,
    )
    end_sessions_of_user(user.pk, client=client, actor_id=user.pk, because="e-mail changed")
    mail.send_email_changed(user)
    return None


@atomic_with_retry
def _request(attempt: PasswordAttempt, change: PendingEmailChange, client: ClientInfo) -> ApplicationError | None:
    if attempt.user is None or not is_still_valid(attempt):
        record_failure(attempt, event=Event.EMAIL_CHANGE_REFUSED, client=client)
        return InvalidRequest(password=gettext("This is not your current password."))
    release_limits(attempt)
    renew_hash(attempt)
    try:
        limits.acquire(limits.rate_limit_key("email_change", change.user_id))
    except Throttled as error:
        return error
    try:
        limits.acquire(limits.rate_limit_key("confirmation_mail", "email_change", change.email))
    except Throttled:
        record_refusal(Event.EMAIL_CHANGE_REFUSED, client=client, user_id=change.user_id, because="mail limit")
        return None
    owner = user_by_email(change.email)
    insert_or_replace(change, "user")
    who = {"user_id": change.user_id, "actor_id": change.user_id}
    record(Event.EMAIL_CHANGE_REQUESTED, client=client, **who, taken=owner is not None)
    user = User.objects.get(pk=change.user_id)  # under the lock of `is_still_valid`: the hash may be a renewed one
    if owner is None:
        mail.send_email_change_link(change, user)
    else:
        mail.send_already_registered(owner)
    return None


def _change_email(user: User, email: str) -> bool:
    """Changes the address; returns whether it was free. An unconfirmed registration of the address is deleted."""
    PendingRegistration.objects.filter(email=email).delete()
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).update(email=email, session_version=F("session_version") + 1)
    except IntegrityError:
        return False
    return True


def _refuse(user: User | None, client: ClientInfo, because: str, message: str | Promise) -> InvalidRequest:
    user_id = user.pk if user else None
    record_refusal(Event.EMAIL_CHANGE_REFUSED, client=client, user_id=user_id, because=because)
    return InvalidRequest(token=message)
