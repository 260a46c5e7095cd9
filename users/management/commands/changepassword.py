"""`manage.py changepassword EMAIL`: Django's command with an audit row; ends all sessions of the user."""

import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.core.management.base import CommandError

from core.exceptions import InvalidRequest
from core.management.base import DatabaseCommand
from users.authentication.commands import set_password
from users.authentication.passwords import validate_password_strength
from users.models import User
from users.selectors import user_by_email

MAX_TRIES = 3


class Command(DatabaseCommand, changepassword.Command):
    """Asks for the new password twice, and up to three times where it is not valid."""

    help = "Sets somebody's password and ends all their sessions."

    def handle(self, *args: Any, **options: Any) -> str:
        """Sets the password. Raises CommandError for an unknown user, and after three invalid passwords."""
        email = options["username"] or getpass.getuser()
        user = user_by_email(email)
        if user is None:
            raise CommandError(f"user '{email}' does not exist")
        self.stdout.write(f"Changing password for user '{user}'")
        set_password(user=user, new_password=self._ask(user), command="changepassword")
        return f"Password changed successfully for user '{user}'"

    def _ask(self, user: User) -> str:
        for _ in range(MAX_TRIES):
            password = _ask("Password: ")
            if password != _ask("Password (again): "):
                self.stdout.write("Passwords do not match. Please try again.")
                continue
            try:
                validate_password_strength(password, user, "new_password")
            except InvalidRequest as exc:
                self.stderr.write(" ".join((exc.fields or {})["new_password"]))
            else:
                return password
        raise CommandError(f"Aborting password change for user '{user}' after {MAX_TRIES} attempts")


def _ask(prompt: str) -> str:
    """Raises CommandError for an empty input."""
    password = getpass.getpass(prompt=prompt)
    if not password:
        raise CommandError("aborted")
    return password
