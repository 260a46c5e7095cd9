"""`manage.py reset_factors EMAIL`: removes all second factors of a person, for instance of the last administrator."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.management.base import DatabaseCommand
from users.authentication.factor_reset import reset_factors_by_command
from users.selectors import user_by_email


class Command(DatabaseCommand):
    """Ends the person's sessions, writes audit rows and sends a notice; safe to run twice."""

    help = "Removes the authenticator, the passkeys and the recovery codes of a person, and ends all sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        """The person."""
        parser.add_argument("email", metavar="EMAIL", help="the person's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Removes the factors and prints whether there were any. Raises CommandError for an unknown user."""
        user = user_by_email(options["email"])
        if user is None:
            raise CommandError(f"user '{options['email']}' does not exist")
        had_factor = reset_factors_by_command(user_id=user.pk, command="reset_factors")
        self.stdout.write("second factors removed" if had_factor else "there was no second factor")
