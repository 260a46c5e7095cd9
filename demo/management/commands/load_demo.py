"""`manage.py load_demo`: loads the whole demo bank in one transaction."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from audit.quiet import muted_log
from core.db.transactions import atomic_with_retry
from core.management.base import DatabaseCommand
from demo import loans as loans_demo
from demo.loans import load_loans
from demo.people import PASSWORD, is_loaded, load_people, logins
from demo.transactions import load_transactions
from outbox.models import OutgoingMail
from users.models import User

NO_LIMIT = "9" * 14  # close to the largest amount of any currency
HALF_LOADED = (
    "This database holds half a demo bank: a load by an earlier release broke off. To begin anew, delete {data} "
    "(or the database of DATABASE_URL); to keep it as it is, start the server alone: manage.py serve."
)


class Command(DatabaseCommand):
    """Only where `DEBUG` is on, and only into a database that has no users."""

    help = "Loads the demo bank into an empty development database; does nothing anywhere else."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads it, then prints the logins and the first curl lines. Raises CommandError for a partial demo bank."""
        if not settings.DEBUG:
            self.stdout.write("The demo bank is for development (DEBUG=1); nothing loaded.")
            return
        with muted_log(), _without_limits():
            atomic_with_retry(_load_into_empty)()
        if not is_loaded():
            return
        if not loans_demo.is_loaded():
            raise CommandError(HALF_LOADED.format(data=settings.DATA_DIR))
        self._print_logins()

    def _print_logins(self) -> None:
        port = os.environ.get("PORT") or "8000"
        self.stdout.write(f"\nThe demo bank. Everybody's password is {PASSWORD}\n\n")
        for login in logins():
            self.stdout.write(f"  {login['email']:<22} {login['role']}\n")
        self.stdout.write(
            "\nOnce it is served, sign in and use the access token of the answer:\n\n"
            f"  curl http://localhost:{port}/api/users/login/ -H 'Content-Type: application/json' \\\n"
            f'       -d \'{{"email": "member@example.com", "password": "{PASSWORD}"}}\'\n'
            f'  curl -H "Authorization: Bearer YOUR_TOKEN" \\\n'
            f"       http://localhost:{port}/api/users/auth/check/\n\n"
        )


def _load_into_empty() -> None:
    if User.objects.exists():
        return
    people = load_people()
    load_transactions(people)
    load_loans(people)
    OutgoingMail.objects.all().delete()  # notices of payments that nobody has made


@contextlib.contextmanager
def _without_limits() -> Iterator[None]:
    """Turns the limits off: they are meant for a bank's daily business, not for loading its past."""
    kept = {name: getattr(settings, name) for name in ("MEMBER_DAILY_TRANSFER_LIMIT", "CASHIER_LIMIT")}
    for name in kept:
        setattr(settings, name, NO_LIMIT)
    try:
        yield
    finally:
        for name, value in kept.items():
            setattr(settings, name, value)
