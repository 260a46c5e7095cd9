"""Django's own `authenticate()` judges no password, and a group is a role's: that would be ways round the rules."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from users.models import User


class NoPasswords(ModelBackend):
    """Finds users and their permissions for the admin; passwords go through `users.services.password_tries`."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> None:
        """Nobody."""
        return

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """Of the group that is named as the role: a role that changes acts at once, and nobody is in two."""
        return Permission.objects.filter(group__name=user_obj.role)

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """None of one's own."""
        return Permission.objects.none()
