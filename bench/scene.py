"""The database of the benchmarks: new, on the server of DATABASE_URL, with people and sessions; dropped at the end."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from rest_framework_simplejwt.tokens import AccessToken

from accounts.enums import AccountType
from accounts.models import Account
from core.client_info import SYSTEM_CLIENT
from sessions_browser.browser_ids import new_browser_id
from sessions_browser.cookies import BROWSER_ID, browser_hash
from sessions_browser.enums import Binding
from sessions_browser.models import BrowserSession
from sessions_browser.services import open_session
from sessions_browser.tokens import tokens_of
from users.models import User

PEOPLE = 1000  # each with a session


@dataclass(frozen=True)
class Caller:
    """The tokens of one person for both applications, and the cookie that both requests send."""

    cookie: str
    our_token: str
    plain_token: str

    def headers(self, token: str) -> dict[str, str]:
        """The headers of a request with one of the tokens."""
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        return {"Authorization": f"Bearer {token}", "Cookie": self.cookie, "User-Agent": agent}


@contextlib.contextmanager
def database() -> Iterator[str]:
    """Creates the database; yields its name, for other processes."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield str(connection.settings_dict["NAME"])
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


@contextlib.contextmanager
def kept_database() -> Iterator[None]:
    """The database of DATABASE_URL itself, migrated and not dropped."""
    call_command("migrate", verbosity=0)
    yield


def signed_in() -> Caller:
    """One of `PEOPLE` signed-in users."""
    return all_signed_in(PEOPLE)[-1]


def all_signed_in(count: int) -> list[Caller]:
    """Creates users with an account each, signed in on a browser of their own."""
    callers = []
    with transaction.atomic():
        for number in range(count):
            person = User.objects.create(email=f"person{number}@example.com", full_name=f"Person {number}")
            Account.objects.create(
                number=f"{number:012}", owner=person, type=AccountType.SAVINGS, currency=settings.BANK_CURRENCY
            )
            browser_id, session = sign_in(person)
            tokens = tokens_of(session).access, str(AccessToken.for_user(person))
            callers.append(Caller(f"{BROWSER_ID}={browser_id}", *tokens))
    return callers


def sign_in(person: User) -> tuple[str, BrowserSession]:
    """Opens a session on a new browser: its `browserId` and the session."""
    browser_id = new_browser_id()
    with transaction.atomic():
        session = open_session(
            user_id=person.pk,
            browser_hash=browser_hash(browser_id),
            binding=Binding.COOKIE_REQUIRED,
            client=SYSTEM_CLIENT,
        )
    assert isinstance(session, BrowserSession)
    return browser_id, session
