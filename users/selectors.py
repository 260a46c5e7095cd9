"""Reads users, registrations and e-mail changes."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from core.authorization.capabilities import Capability, has_capability, roles_with
from core.authorization.roles import Role
from core.clock import now
from core.db.compiled_query import CompiledQuery
from core.exceptions import NotFound
from core.text import fold
from sessions_browser.selectors import active_sessions_of
from users.email_normalization import normalize_email
from users.models import KnownBrowser, PendingEmailChange, PendingRegistration, User
from users.versions import UserVersion


def user_by_email(email: str) -> User | None:
    """The user with this e-mail address, which is normalized first."""
    return User.objects.filter(email=normalize_email(email)).first()


def pending_registration_by_email(email: str) -> PendingRegistration | None:
    """The unconfirmed registration of an address; None while registration is closed."""
    return _pending_registrations().filter(email=normalize_email(email)).first()


def pending_registration_by_uid(uid: str) -> PendingRegistration | None:
    """The registration that a mailed link names; None while registration is closed."""
    return _pending_registrations().filter(uid=uid).first()


def pending_email_change_by_uid(uid: str) -> PendingEmailChange | None:
    """The e-mail change that a mailed link names; the link's token has the time limit."""
    return PendingEmailChange.objects.filter(uid=uid).first()


def user_by_id(user_id: int) -> User | None:
    """The user with this id."""
    return User.objects.filter(pk=user_id).first()


def known_browsers_of(user: User) -> list[KnownBrowser]:
    """The browsers on which a user has signed in, the one that was used last first.

    While a browser is signed in, `last_seen_at` is the last activity of its session.
    """
    active = dict(active_sessions_of(user.pk).values_list("browser_id", "last_active_at"))
    rows = list(KnownBrowser.objects.filter(user_id=user.pk))
    for row in rows:
        row.last_seen_at = max(row.last_seen_at, active.get(row.browser_hash, row.last_seen_at))
    return sorted(rows, key=lambda row: (row.last_seen_at, row.pk), reverse=True)


def people_visible_to(actor: User) -> QuerySet[User]:
    """Managers see all users, cashiers see members, members see none."""
    return _visible(actor).queryset()


def _visible(actor: User) -> CompiledQuery[User]:
    people = CompiledQuery[User](_all_people)
    if has_capability(actor, Capability.VIEW_EVERYBODY):
        return people
    return people.filter(role=Role.MEMBER.value) if has_capability(actor, Capability.VIEW_MEMBERS) else people.none()


def _all_people() -> QuerySet[User]:
    return User.objects.all()


def member_versions() -> QuerySet[UserVersion]:
    """What members were over time, the inactive too; for figures of the whole bank."""
    return UserVersion.objects.filter(role=Role.MEMBER)


def count_active_members(*, before: datetime) -> int:
    """How many active members there were before a moment."""
    valid = Q(valid_to=None) | Q(valid_to__gte=before)
    return member_versions().filter(valid, is_active=True, valid_from__lt=before).count()


def versions_of_users_ever_with(capability: Capability) -> list[UserVersion]:
    """All versions, in order, of the users who have or had a role with the capability."""
    ever = UserVersion.objects.filter(role__in=roles_with(capability)).values("user_id")
    return list(UserVersion.objects.filter(user_id__in=ever).order_by("user_id", "valid_from", "pk"))


def name_of(user_id: OuterRef) -> Subquery:
    """The name of a person, for a query of another app."""
    return Subquery(User.objects.filter(pk=user_id).values("full_name"))


def names_of_users_with(capability: Capability, *, and_of: Iterable[int]) -> dict[int, str]:
    """`{id: full name}` of users whose role has the capability, the inactive too, and of the users with these ids."""
    people = User.objects.filter(Q(role__in=roles_with(capability)) | Q(pk__in=and_of))
    return dict(people.values_list("pk", "full_name"))


def lock_user(user_id: int) -> User:
    """A user, locked in the caller's transaction. Raises User.DoesNotExist."""
    return User.objects.select_for_update().get(pk=user_id)  # guard: user-lock


def lock_active_member(user_id: int) -> User | None:
    """An active member, locked in the caller's transaction; None for an unknown or inactive one and for staff."""
    return User.objects.select_for_update().filter(pk=user_id, role=Role.MEMBER, is_active=True).first()


def lock_administrators() -> list[User]:
    """All administrators, locked in one order: of two who demote each other at once, the second sees the change."""
    rows = User.objects.select_for_update()  # guard: administrators-lock
    return list(rows.filter(role=Role.MANAGER, is_superuser=True).order_by("pk"))


def find_people(actor: User, *, role: str | None, search: str, is_active: bool | None) -> CompiledQuery[User]:
    """The visible people that match; `search` looks into name, e-mail and phone."""
    people = _visible(actor).filter_given(role=role, is_active=is_active)
    if search:
        people = people.filter(
            Q(full_name_folded__finds=search)
            | Q(email__contains=normalize_email(search))
            | Q(phone__icontains=fold(search))
        )
    return people


def name_visible_to(actor: User, user_id: int) -> str | None:
    """The name of one person as it is stored; None for one who does not exist or is not visible to the actor."""
    return people_visible_to(actor).filter(pk=user_id).values_list("full_name", flat=True).first()


def person_visible_to(actor: User, user_id: int) -> User:
    """One person. Raises NotFound for one who does not exist or is not visible to the actor."""
    person = people_visible_to(actor).filter(pk=user_id).first()
    if person is None:
        raise NotFound
    return person


def _pending_registrations() -> QuerySet[PendingRegistration]:
    if not settings.REGISTRATION_OPEN:
        return PendingRegistration.objects.none()
    return PendingRegistration.objects.filter(expires_at__gt=now())
