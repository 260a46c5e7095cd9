"""How much time a login, a refresh and a logout take, compared with SimpleJWT in one run: `make bench`.

In process, on a new database on the server of DATABASE_URL, in alternating batches: login against `TokenObtainPairView`
with Argon2id of the same strength, refresh against `TokenRefreshView` with rotation and blacklist, and logout against
`TokenBlacklistView`, each behind three of Django's middleware (`bench.plain`). Ours also has the browser, the limits,
the audit log, and the threads of a worker. `BATCHES=` (default 20) and `SIZE=` (calls in a batch, default 20) set the
duration; a batch of logins has a quarter of that size.
"""

import contextlib
import itertools
import os
from collections.abc import Iterator
from typing import Any

from bench.wsgi import ours, plain  # first: it sets Django up

# isort: split
from rest_framework_simplejwt.tokens import RefreshToken

from bankportal.server.worker import create_writers
from bench import scene
from bench.in_process import WsgiApplication, post
from bench.timing import Call, compare
from sessions_browser.browser_ids import new_browser_id
from sessions_browser.cookies import BROWSER_ID
from sessions_browser.tokens import tokens_of
from users.models import User

BATCHES, SIZE = int(os.environ.get("BATCHES", "20")), int(os.environ.get("SIZE", "20"))
PASSWORD = "a long benchmark password 7391"
PEOPLE = 50
Tokens = dict[str, str]


def main() -> None:
    """Measures and prints."""
    with scene.database(), _threads():
        people = [_person(number) for number in range(PEOPLE)]
        _print(
            "login", _login(ours, "/api/users/login/", people), _login(plain, "/api/plain/login/", people), SIZE // 4
        )
        _print("refresh", _refresh(ours, "/api/users/token/refresh/", people[0]),
               _refresh(plain, "/api/plain/refresh/", people[0]), SIZE)  # fmt: skip
        _print("logout", _log_out(people), _blacklist(people), SIZE)


@contextlib.contextmanager
def _threads() -> Iterator[None]:
    """What a worker of the server runs beside its requests."""
    writers = create_writers()
    for writer in writers:
        writer.start()
    try:
        yield
    finally:
        for writer in writers:
            writer.stop(10)


def _print(title: str, ours: Call, other: Call, size: int) -> None:
    compared = compare(ours, other, batches=BATCHES, size=size)
    print(f"{title}: {compared.report()}\n  {compared.processor_report()}", flush=True)


def _person(number: int) -> User:
    return User.objects.create_user(email=f"person{number}@example.com", full_name=f"P {number}", password=PASSWORD)


def _login(application: WsgiApplication, path: str, people: list[User]) -> Call:
    """Logs all of them in, in turn, each on a browser of their own."""
    requests = itertools.cycle([(person.email, f"{BROWSER_ID}={new_browser_id()}") for person in people])

    def call() -> object:
        email, cookie = next(requests)
        return post(application, path, {"email": email, "password": PASSWORD}, Cookie=cookie)

    return call


def _refresh(application: WsgiApplication, path: str, person: User) -> Call:
    """Refreshes one session, each time with the token of the last response."""
    cookie, tokens = _signed_in(person)
    if application is plain:
        tokens = {"refresh": str(RefreshToken.for_user(person))}

    def call() -> object:
        tokens["refresh"] = post(application, path, {"refresh": tokens["refresh"]}, Cookie=cookie)["refresh"]
        return tokens

    return call


def _log_out(people: list[User]) -> Call:
    sessions = iter([_signed_in(person) for person in _one_for_each_call(people)])

    def call() -> object:
        cookie, tokens = next(sessions)
        return post(ours, "/api/users/logout/", {}, Cookie=cookie, Authorization=f"Bearer {tokens['access']}")

    return call


def _blacklist(people: list[User]) -> Call:
    tokens = iter([str(RefreshToken.for_user(person)) for person in _one_for_each_call(people)])
    return lambda: post(plain, "/api/plain/logout/", {"refresh": next(tokens)})


def _one_for_each_call(people: list[User]) -> Any:
    return itertools.islice(itertools.cycle(people), (BATCHES + 1) * SIZE)


def _signed_in(person: User) -> tuple[str, Tokens]:
    browser_id, session = scene.sign_in(person)
    tokens = tokens_of(session)
    return f"{BROWSER_ID}={browser_id}", {"access": tokens.access, "refresh": tokens.refresh}


if __name__ == "__main__":
    main()
