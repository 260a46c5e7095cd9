"""`user_versions`: name, role and active flag of each user over time, which reports of past days are read from."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from core.authorization.roles import Role
from core.clock import now

FACTS = ("full_name", "role", "is_active")


class UserVersion(models.Model):
    """What was true of a user from `valid_from` to before `valid_to`; the present version has no end.

    Only the end of the present version is ever written later. `joined` is whether the user became a member with it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="versions")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    full_name = models.CharField(max_length=150)
    role = models.CharField(max_length=10, choices=Role)
    is_active = models.BooleanField()
    joined = models.BooleanField()

    class Meta:
        db_table = "user_versions"
        indexes = [models.Index(fields=["role", "valid_from", "valid_to"], name="user_version_role")]

    def __str__(self) -> str:
        return f"User {self.user_id} from {self.valid_from}"


def add_first_versions(users: Iterable[Any]) -> None:
    """Writes the versions of new users, valid since they joined."""
    UserVersion.objects.bulk_create(_version(user, user.date_joined, joined=user.role == Role.MEMBER) for user in users)


def add_version(user: Any) -> None:
    """Ends the present version of a user whose row is locked and writes the next one, if anything differs.

    A user whom a server of the release before has inserted has none: `manage.py fill_user_versions` writes all of them.
    """
    present = UserVersion.objects.filter(user=user, valid_to=None).order_by("pk").last()
    if present is None or all(getattr(present, name) == getattr(user, name) for name in FACTS):
        return
    moment = max(now(), present.valid_from)  # another server's clock may be ahead
    UserVersion.objects.filter(pk=present.pk).update(valid_to=moment)
    _version(user, moment, joined=Role.MEMBER == user.role != present.role).save(force_insert=True)


def _version(user: Any, valid_from: datetime, *, joined: bool) -> UserVersion:
    facts = {name: getattr(user, name) for name in FACTS}
    return UserVersion(user_id=user.pk, valid_from=valid_from, joined=joined, **facts)
