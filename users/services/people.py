"""Registers, invites and changes people, and ends what a deactivated person had open."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from audit.events import Event
from audit.services import record
from core.client import Client
from core.errors import InvalidRequest, PermissionDenied
from core.roles import Role
from core.writes import one_transaction
from sessions_browser.models import BrowserSession
from sessions_browser.services import end_sessions
from users import mail
from users.emails import canonical
from users.errors import RegistrationClosed
from users.models import User
from users.passwords import make_password
from users.rights import may_change, may_give_role
from users.selectors import people_visible_to, person_visible_to
from users.services.passwords import refuse_weak

EMAIL_TAKEN = "Somebody is registered with this e-mail address."


def register(*, email: str, password: str, full_name: str, client: Client) -> User:
    """A new member, who may sign in at once.

    Raises RegistrationClosed, and InvalidRequest for an address that is taken or a weak password.
    """
    if not settings.REGISTRATION_OPEN:
        raise RegistrationClosed
    person = User(email=canonical(email), full_name=full_name, role=Role.MEMBER)
    refuse_weak(password, person, "password")
    if User.objects.filter(email=person.email).exists():
        raise InvalidRequest(email=EMAIL_TAKEN)
    person.password = make_password(password)  # outside the transaction: SQLite has one writer
    return _register(person, client)


@one_transaction
def _register(person: User, client: Client) -> User:
    insert_person(person)
    record(Event.USER_REGISTERED, client=client, user_id=person.pk, actor_id=person.pk)
    return person


@one_transaction
def invite(*, actor: User, email: str, full_name: str, role: str, phone: str, client: Client) -> User:
    """A person created by staff, who gets a link by mail to choose a password.

    A cashier enrols members, a manager also cashiers, the administrator also managers; else PermissionDenied.
    Raises InvalidRequest for an address that is taken.
    """
    if not may_give_role(actor, role):
        raise PermissionDenied
    person = User(email=canonical(email), full_name=full_name, role=role, phone=phone)
    person.set_unusable_password()
    insert_person(person)
    record(Event.USER_INVITED, client=client, user_id=person.pk, actor_id=actor.pk, role=role)
    mail.send_invitation(person)
    return person


@one_transaction
def change_own_profile(*, user: User, changes: dict[str, Any], client: Client) -> User:
    """Name and phone of one's own."""
    person = User.objects.select_for_update().get(pk=user.pk)
    _apply(person, changes, user, client)
    return person


@one_transaction
def change_person(*, actor: User, user_id: int, changes: dict[str, Any], client: Client) -> User:
    """Name, phone, role or activity of somebody else.

    Managers change members and cashiers, the administrator also managers. Nobody changes their own role or
    deactivates themselves. Deactivation ends all sessions of the person before this returns. Raises NotFound
    and PermissionDenied.
    """
    person_visible_to(actor, user_id)
    person = people_visible_to(actor).select_for_update().get(pk=user_id)
    own = person.pk == actor.pk and ("role" in changes or "is_active" in changes)
    if own or not may_change(actor, person) or not may_give_role(actor, changes.get("role", person.role)):
        raise PermissionDenied
    _apply(person, changes, actor, client)
    return person


def insert_person(person: User) -> None:
    """Saves a new person. Raises InvalidRequest where somebody else took the address since it was looked up."""
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as exc:
        raise InvalidRequest(email=EMAIL_TAKEN) from exc


def _apply(person: User, changes: dict[str, Any], actor: User, client: Client) -> None:
    """Writes what differs, and an audit row for each kind of change."""
    different = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if not different:
        return
    before = {name: getattr(person, name) for name in different}
    for name, value in different.items():
        setattr(person, name, value)
    if different.get("is_active") is False:
        person.admin_epoch += 1
    person.save(update_fields=[*different, "admin_epoch"])
    who: dict[str, Any] = {"client": client, "user_id": person.pk, "actor_id": actor.pk}
    plain = sorted(different.keys() - {"role", "is_active"})
    if plain:
        record(Event.USER_CHANGED, **who, fields=plain)
    if "role" in different:
        record(Event.ROLE_CHANGED, **who, before=before["role"], after=different["role"])
    if "is_active" in different:
        record(Event.USER_REACTIVATED if person.is_active else Event.USER_DEACTIVATED, **who)
    if different.get("is_active") is False:
        rows = BrowserSession.objects.filter(user_id=person.pk)
        end_sessions(  # guard: deactivation-ends
            rows, event=Event.SESSION_REVOKED, client=client, actor_id=actor.pk, because="deactivated"
        )
