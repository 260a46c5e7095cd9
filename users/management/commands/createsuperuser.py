"""`manage.py createsuperuser`: creates an administrator; Django's command with an audit row and the API's rules."""

import getpass
import os
import sys
from collections.abc import Callable
from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.core.management.base import CommandError
from django.utils.text import capfirst
from rest_framework.exceptions import ValidationError

from core.exceptions import InvalidRequest
from core.management.base import DatabaseCommand
from users.authentication.commands import create_administrator
from users.authentication.passwords import validate_password_strength
from users.models import User
from users.serializers import NameField, NewEmailField

LABELS = {"email": "email", "full_name": "full name"}
SKIPPED = (
    "Superuser creation skipped due to not running in a TTY. You can run `manage.py createsuperuser` in your project "
    "to create one manually."
)


class Command(DatabaseCommand, createsuperuser.Command):
    """Asks for e-mail, full name and password; with --noinput takes them from options and DJANGO_SUPERUSER_*."""

    help = "Creates an administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        """Creates the user. Raises CommandError for values that the API refuses."""
        if options["interactive"] and not self.stdin.isatty():
            self.stdout.write(SKIPPED)
            return
        try:
            given = self._prompt_for_values(options) if options["interactive"] else self._read_options(options)
            create_administrator(**given, command="createsuperuser")
        except KeyboardInterrupt:
            self.stderr.write("\nOperation cancelled.")
            sys.exit(1)
        except InvalidRequest as exc:
            raise CommandError(_error_text(exc)) from exc
        if options["verbosity"] >= 1:
            self.stdout.write("Superuser created successfully.")

    def _read_options(self, options: dict[str, Any]) -> dict[str, Any]:
        given = {}
        for name, label in LABELS.items():
            text = options[name] or os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}")
            if not text:
                raise CommandError(f"You must use --{name} with --noinput.")
            try:
                given[name] = _validate(name, text)
            except ValueError as exc:
                raise CommandError(f"{capfirst(label)}: {exc}") from exc
        return {**given, "password": os.environ.get("DJANGO_SUPERUSER_PASSWORD")}

    def _prompt_for_values(self, options: dict[str, Any]) -> dict[str, Any]:
        given = {name: self._prompt_for(name, options[name]) for name in LABELS}
        person = User(**given)
        return {**given, "password": self._until_valid(lambda: self._prompt_for_password(person))}

    def _prompt_for(self, name: str, text: str | None) -> str:
        """The value of the option, if it is valid, otherwise one that is typed."""
        first = [text] if text else []
        prompt = f"{capfirst(LABELS[name])}: "
        return self._until_valid(lambda: _validate(name, first.pop() if first else input(prompt)))

    def _prompt_for_password(self, person: User) -> str:
        password = getpass.getpass(prompt="Password: ")
        if password != getpass.getpass(prompt="Password (again): "):
            raise ValueError("Your passwords didn't match.")
        if not password.strip():
            raise ValueError("Blank passwords aren't allowed.")
        try:
            validate_password_strength(password, person, "password")
        except InvalidRequest as exc:
            raise ValueError(_error_text(exc)) from exc
        return password

    def _until_valid(self, ask: Callable[[], str]) -> str:
        while True:
            try:
                return ask()
            except ValueError as exc:
                self.stderr.write(f"Error: {exc}")


def _validate(name: str, text: str) -> str:
    """Validates a value with the API's field. Raises ValueError with its messages."""
    field = NewEmailField() if name == "email" else NameField()
    try:
        value = str(field.run_validation(text))
    except ValidationError as exc:
        raise ValueError(" ".join(str(message) for message in exc.detail)) from exc
    if name == "email" and User.objects.filter(email=value).exists():
        raise ValueError("That email is already taken.")
    return value


def _error_text(exc: InvalidRequest) -> str:
    return " ".join(message for messages in (exc.fields or {"": [str(exc)]}).values() for message in messages)
