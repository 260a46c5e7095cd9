"""Django's own `authenticate()` judges no password, and its permissions grant nothing: both would bypass the rules."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from users.models import User


class PermissionsOnlyBackend(BaseBackend):
    """Finds the staff site's users; passwords are verified in `users.authentication`, permissions are capabilities."""

    def get_user(self, user_id: Any) -> User | None:
        """The active user that Django's session names."""
        return User.objects.filter(pk=user_id, is_active=True).first()
