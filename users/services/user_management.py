"""Invites and changes people, and ends the sessions of those who are deactivated."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy

from audit.events import Event
from audit.services import record
from confirmations.approval import NO_APPROVAL, Approval
from core.authorization.capabilities import Capability, is_administrator, require_capability
from core.authorization.roles import Role
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import InvalidRequest, PermissionDenied
from core.languages import default_language
from sessions_browser.services import end_sessions_of_user
from users import notifications as mail
from users.email_normalization import normalize_email
from users.exceptions import LastAdministrator
from users.models import PendingRegistration, User
from users.policies import can_assign_role, can_edit
from users.selectors import lock_administrators, person_visible_to

EMAIL_TAKEN = gettext_lazy("This e-mail address is already registered.")


@atomic_with_retry
def invite(*, actor: User, email: str, full_name: str, role: str, phone: str, client: ClientInfo) -> User:
    """Creates a person for staff, and mails the person a link to choose a password.

    A cashier may enrol members, a manager also cashiers, the administrator also managers. An unconfirmed registration
    of the address is deleted. Raises PermissionDenied, and InvalidRequest for an address that is taken.
    """
    if not can_assign_role(actor, role):
        raise PermissionDenied
    person = User(
        email=normalize_email(email), full_name=full_name, role=role, phone=phone, language=default_language()
    )
    person.set_unusable_password()
    insert_person(person)
    record(Event.USER_INVITED, client=client, user_id=person.pk, actor_id=actor.pk, role=role)
    mail.send_invitation(person)
    return person


@atomic_with_retry
def change_own_profile(*, user: User, changes: dict[str, Any], client: ClientInfo) -> User:
    """Changes one's own name, phone and language. Raises PermissionDenied."""
    require_capability(user, Capability.CHANGE_OWN_PROFILE)
    person = User.objects.select_for_update().get(pk=user.pk)
    _apply_changes(person, changes, user, client)
    return person


@atomic_with_retry
def change_person(
    *, actor: User, user_id: int, changes: dict[str, Any], client: ClientInfo, approval: Approval = NO_APPROVAL
) -> User:
    """Changes name, phone, role or active flag of another person.

    Managers may change members and cashiers, the administrator also managers. Changing one's own role or active flag is
    not allowed. Deactivation and a change of role end all sessions of the person before this returns, and invalidate
    mailed links. An administrator who gets another role loses the superuser flag. An actor with a second factor must
    have confirmed a change of role.

    Raises NotFound, PermissionDenied, LastAdministrator where no active administrator would be left,
    ConfirmationRequired, and ConfirmationRefused.
    """
    seen = person_visible_to(actor, user_id)
    administrators = lock_administrators() if seen.is_superuser else []
    person = User.objects.select_for_update().get(pk=user_id)
    require_may_change(actor, person, changes)
    if _stops_being_administrator(person, changes) and not any(
        row.is_active and row.pk != person.pk for row in administrators
    ):
        raise LastAdministrator
    if changes.get("role", person.role) != person.role:
        approval.require(actor)  # guard: role-step-up
    _apply_changes(person, changes, actor, client)
    return person


def require_may_change(actor: User, person: User, changes: dict[str, Any]) -> None:
    """Raises PermissionDenied where the actor may not change the person in this way."""
    own = person.pk == actor.pk and ("role" in changes or "is_active" in changes)
    if own or not can_edit(actor, person) or not can_assign_role(actor, changes.get("role", person.role)):
        raise PermissionDenied


def insert_person(person: User) -> None:
    """Inserts a new user, in the caller's transaction, and deletes the unconfirmed registration of the address.

    Raises InvalidRequest where the address is taken.
    """
    PendingRegistration.objects.filter(email=person.email).delete()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as exc:  # guard: email-insert-race
        raise InvalidRequest(email=EMAIL_TAKEN) from exc


def _apply_changes(person: User, changes: dict[str, Any], actor: User, client: ClientInfo) -> None:
    """Saves the fields that differ, and writes an audit row for each kind of change."""
    different = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if not different:
        return
    former_role, was_administrator = person.role, person.is_superuser
    for name, value in different.items():
        setattr(person, name, value)
    ends_access = "role" in different or different.get("is_active") is False
    if ends_access:
        person.session_version += 1
    person.is_superuser = was_administrator and person.role == Role.MANAGER
    person.save(update_fields=[*different, "is_superuser", "session_version"])
    who: dict[str, Any] = {"client": client, "user_id": person.pk, "actor_id": actor.pk}
    plain = sorted(different.keys() - {"role", "is_active"})
    if plain:
        record(Event.USER_CHANGED, **who, fields=plain)
    if "role" in different:
        details: dict[str, Any] = {"administrator": False} if was_administrator and not person.is_superuser else {}
        record(Event.ROLE_CHANGED, **who, before=former_role, after=person.role, **details)
        mail.send_role_changed(person)
    if "is_active" in different:
        record(Event.USER_REACTIVATED if person.is_active else Event.USER_DEACTIVATED, **who)
    if ends_access:
        because = "role changed" if person.is_active else "deactivated"
        end_sessions_of_user(  # guard: deactivation-ends
            person.pk, client=client, actor_id=actor.pk, because=because
        )


def _stops_being_administrator(person: User, changes: dict[str, Any]) -> bool:
    if not (person.is_active and is_administrator(person)):
        return False
    return changes.get("role", person.role) != Role.MANAGER or not changes.get("is_active", True)
