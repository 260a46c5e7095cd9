"""People: sign-in, passwords, profiles, staff management."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """Registered for its table and its commands."""

    name = "users"
    verbose_name = "People"
