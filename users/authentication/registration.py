"""Registers members: by a mailed link that confirms the address, or immediately where confirmation is turned off."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext

from audit.events import Event
from audit.services import record, record_refusal
from core.authorization.roles import Role
from core.client_info import ClientInfo
from core.clock import now
from core.db.transactions import atomic_with_retry
from core.db.upsert import insert_or_replace
from core.exceptions import ApplicationError, InvalidRequest, Throttled
from core.languages import current_language
from core.ratelimit import exact as limits
from users import notifications as mail
from users.authentication.new_members import create_member, refuse_registration
from users.authentication.password_attempts import PasswordAttempt, attempt_password, record_failure, release_limits
from users.authentication.passwords import validate_password_strength
from users.email_normalization import normalize_email
from users.exceptions import RegistrationClosed
from users.link_tokens import get_registration_facts, registration_tokens
from users.models import PendingRegistration, User
from users.password_hashing import make_password
from users.selectors import pending_registration_by_uid, user_by_email
from users.services.user_management import EMAIL_TAKEN, insert_person

KEPT = timedelta(days=7)  # how long a registration waits for its confirmation


def register(*, email: str, password: str, full_name: str, client: ClientInfo) -> User:
    """Creates a member, who may log in immediately; for `EMAIL_CONFIRMATION=0`.

    Raises RegistrationClosed, and InvalidRequest for an address that is taken or a weak password.
    """
    person = _new_member(email, password, full_name)
    if User.objects.filter(email=person.email).exists():
        raise InvalidRequest(email=EMAIL_TAKEN)
    person.password = make_password(password)  # outside the transaction: SQLite has one writer
    return _register(person, client)


def request_registration(*, email: str, password: str, full_name: str, client: ClientInfo) -> None:
    """Mails a link that confirms the address, or a notice if it is already registered.

    Response and work are the same for every address: one hash, the same statements. A new request replaces the pending
    one and invalidates its links. Does nothing if the address has reached its limit of mails an hour. Raises
    RegistrationClosed, and InvalidRequest for a weak password.
    """
    person = _new_member(email, password, full_name)
    pending = PendingRegistration(
        email=person.email,
        uid=secrets.token_hex(16),
        full_name=full_name,
        password=make_password(password),
        expires_at=now() + KEPT,
    )
    _request(pending, client)


def confirm_registration(*, uid: str, token: str, password: str, client: ClientInfo) -> None:
    """Creates the member of the registration that a mailed link names; requires the password of that registration.

    A registration with another person's address cannot be completed: its sender has no link, and the owner of the
    address does not know the password. Raises RegistrationClosed, Throttled as a login does, and InvalidRequest
    for a link that is wrong, used or expired and for a wrong password.
    """
    if not settings.REGISTRATION_OPEN:
        raise RegistrationClosed
    pending = pending_registration_by_uid(uid)
    if pending is None or not registration_tokens.is_valid(token, *get_registration_facts(pending)):
        raise _refuse(client)
    attempt = attempt_password(  # guard: registration-limit
        email=pending.email, password=password, client=client, user=pending.to_user(), is_login=False
    )
    _confirm(attempt, pending, client)


def _new_member(email: str, password: str, full_name: str) -> User:
    if not settings.REGISTRATION_OPEN:
        raise RegistrationClosed
    person = User(email=normalize_email(email), full_name=full_name, role=Role.MEMBER, language=current_language())
    validate_password_strength(password, person, "password")
    return person


@atomic_with_retry
def _register(person: User, client: ClientInfo) -> User:
    insert_person(person)
    record(Event.USER_REGISTERED, client=client, user_id=person.pk, actor_id=person.pk)
    return person


@atomic_with_retry
def _request(pending: PendingRegistration, client: ClientInfo) -> None:
    try:
        limits.acquire(limits.rate_limit_key("confirmation_mail", "registration", pending.email))
    except Throttled:
        record_refusal(Event.REGISTRATION_REFUSED, client=client, because="mail limit")
        return
    owner = user_by_email(pending.email)
    # Also for a registered address, so that the statements and their time do not reveal it.
    insert_or_replace(pending, "email")
    user_id = owner.pk if owner else None
    record(Event.REGISTRATION_REQUESTED, client=client, user_id=user_id, taken=owner is not None)
    if owner is None:
        mail.send_registration_link(pending)
    else:
        mail.send_already_registered(owner)


@atomic_with_retry
def _confirm(attempt: PasswordAttempt, pending: PendingRegistration, client: ClientInfo) -> User | ApplicationError:
    if not attempt.is_valid:
        record_failure(attempt, event=Event.REGISTRATION_REFUSED, client=client)
        return InvalidRequest(password=gettext("This is not the password that was chosen at registration."))
    release_limits(attempt)
    return create_member(pending, password_hash=attempt.new_hash or pending.password, client=client, by="link")


@atomic_with_retry
def _refuse(client: ClientInfo) -> InvalidRequest:
    return refuse_registration(client, because="link")
