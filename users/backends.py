"""An authentication backend without passwords and permissions, which would bypass the portal's rules."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from users.models import User


class PermissionsOnlyBackend(BaseBackend):
    """Finds the staff site's users; passwords are verified in `users.authentication`, permissions are capabilities."""

    def get_user(self, user_id: Any) -> User | None:
        """The active user of Django's session."""
        return User.objects.filter(pk=user_id, is_active=True).first()
