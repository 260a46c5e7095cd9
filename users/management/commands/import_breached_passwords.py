"""`manage.py import_breached_passwords FILE…`: imports lists of breached passwords beside the one that is shipped."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from users.authentication.breached_import import import_lists
from users.authentication.breached_passwords import imported_path


class Command(BaseCommand):
    """Needs no database; running servers use the new list from the next password on."""

    help = (
        "Imports lists of breached passwords, in place of those that were imported before: SHA-1:count as published by "
        "Have I Been Pwned, or plain text, one password a line."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The files."""
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a file that cannot be read, or not as a list; the former list then stays."""
        path = imported_path()
        try:
            count = import_lists(options["files"], path)
        except (OSError, ValueError) as exc:
            raise CommandError(str(exc)) from exc
        self.stdout.write(f"{count} breached passwords in {path}")
