"""Django's own `authenticate()` judges no password: that would be a way round the limits."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class NoPasswords(ModelBackend):
    """Finds users and their permissions for the admin; passwords go through `users.services.password_tries`."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> None:
        """Nobody."""
        return
