"""An authentication backend without passwords and permissions, which would bypass the portal's rules."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from users.models import User


class SessionUserBackend(BaseBackend):
    """Loads the user of a Django session; `users.authentication` verifies passwords, permissions are capabilities."""

    def get_user(self, user_id: Any) -> User | None:
        """The active user of Django's session."""
        return User.objects.filter(pk=user_id, is_active=True).first()


# Sessions of the staff site store the path of their backend. This is the name of the first release: with it a session
# is accepted by servers of both releases, so an upgrade signs nobody out.
NoPasswords = SessionUserBackend
