"""`manage.py end_all_sessions`: logs all users out, for example after a backup was restored."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.management.base import DatabaseCommand
from sessions_browser.services import end_all_sessions
from users.selectors import user_by_email


class Command(DatabaseCommand):
    """Writes an audit row for each session; safe at any time, and twice at once."""

    help = "Ends every session, in the API and in the admin; with --user those of one person."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--user`."""
        parser.add_argument("--user", metavar="EMAIL", help="the person whose sessions end (default: everybody's)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends the sessions and prints how many. Raises CommandError for an unknown user."""
        email = options["user"]
        user = None if email is None else user_by_email(email)
        if email is not None and user is None:
            raise CommandError(f"user '{email}' does not exist")
        ended = end_all_sessions(user_id=user.pk if user else None, command="end_all_sessions")
        self.stdout.write(f"{ended} sessions ended")
