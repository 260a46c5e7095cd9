"""Keys are rotated on four servers, one after the other, under load: no session ends and no request gets a 401."""

import contextlib
import itertools
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest

from tests.hashers import PASSWORD
from tests.servers import Server

SERVERS, CLIENTS, PAUSE = 4, 10, 0.2  # seconds between the requests of a client: 50 requests a second in all
OLD, NEW = "old:old-secret-0123456789-abcdefghijklm", "new:new-secret-0123456789-abcdefghijklm"
STEPS = (f"{OLD},{NEW}", f"{NEW},{OLD}")
CHECK, REFRESH = "/api/users/auth/check/", "/api/users/token/refresh/"


class ServerWithKeys(Server):
    """A server with these keys on the database of another server."""

    stopped = False

    def __init__(self, other, keys):
        super().__init__("unused", 1, DATABASE_URL=other.environ["DATABASE_URL"], TOKEN_KEYS=keys)

    def __exit__(self, *exc):
        if not self.stopped:
            self.stopped = True
            super().__exit__(*exc)

    def _make_database(self, name):
        return ""

    def prepare(self):
        """The other server's database is migrated."""

    def add_people(self, people):
        """The users are in the other server's database."""


class Proxy:
    """Passes requests to its servers in turn, and lets the requests of a server that it takes out finish."""

    def __init__(self, servers):
        self.servers, self.turns = servers, itertools.count()
        self.in_flight, self.changed = Counter(), threading.Condition()

    @contextlib.contextmanager
    def server(self):
        with self.changed:
            server = self.servers[next(self.turns) % len(self.servers)]
            self.in_flight[server.url] += 1
        try:
            yield server
        finally:
            with self.changed:
                self.in_flight[server.url] -= 1
                self.changed.notify_all()

    def replace(self, place, server):
        """Puts a server in the place of another, and returns that when it has no more requests."""
        with self.changed:
            old, self.servers[place] = self.servers[place], server
            assert self.changed.wait_for(lambda: not self.in_flight[old.url], timeout=60)
        return old


def use(proxy, browser, transport, stop):
    """Checks and refreshes until `stop`; returns the outcomes and the ids of the keys of all tokens."""
    outcomes, kids = Counter(), set()
    numbers = itertools.count()
    while not stop.wait(PAUSE):
        with proxy.server() as server:
            refreshes = next(numbers) % 5 == 4
            if not refreshes:
                response = browser.get(server.url + CHECK)
            elif transport == "cookie":
                response = browser.post(server.url + REFRESH, {}, token=None)
            else:
                response = browser.post(server.url + REFRESH, {"refresh": browser.refresh}, token=None)
        outcomes[f"{response.status_code} {response.json().get('code', '')}".strip()] += 1
        if refreshes and response.status_code == 200 and transport == "body":
            browser.access, browser.refresh = response.json()["access"], response.json()["refresh"]
        kids |= {jwt.get_unverified_header(token)["kid"] for token in tokens(browser, transport)}
    return outcomes, kids


def tokens(browser, transport):
    if transport == "body":
        return browser.access, browser.refresh
    return browser.cookie("auth_token"), browser.cookie("refresh_token")


@pytest.fixture
def clients(server):
    """Ten members who sign in through the running server, which then has no more part in the test."""

    def sign_in(proxy):
        signed_in = []
        for number, transport in zip(range(CLIENTS), itertools.cycle(["body", "cookie"]), strict=False):
            email = f"rotated-{number}@example.com"
            if not server.sql("SELECT id FROM users WHERE email = %s", email):
                server.add_people({email: "member"})
            browser = server.browser()
            with proxy.server() as one:
                body = {"email": email, "password": PASSWORD, "transport": transport}
                response = browser.post(f"{one.url}/api/users/login/", body, token=None)
            assert response.status_code == 200, response.content
            browser.access, browser.refresh = response.json().get("access"), response.json().get("refresh")
            signed_in.append((browser, transport))
        return signed_in

    return sign_in


def test_rotation_over_four_servers_at_50_requests_a_second_causes_no_401(server, clients):
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(ServerWithKeys(server, OLD)) for _ in range(SERVERS)]
        proxy, stop = Proxy(servers), threading.Event()
        signed_in = clients(proxy)
        with ThreadPoolExecutor(CLIENTS) as threads:
            stack.callback(stop.set)
            using = [threads.submit(use, proxy, browser, transport, stop) for browser, transport in signed_in]
            try:
                for keys, place in itertools.product(STEPS, range(SERVERS)):
                    replacement = stack.enter_context(ServerWithKeys(server, keys))
                    proxy.replace(place, replacement).__exit__(None, None, None)
            finally:
                stop.set()
            results = [future.result() for future in using]

    outcomes = sum((each for each, _ in results), Counter())
    assert set(outcomes) == {"200"}, outcomes
    assert outcomes["200"] > 300
    assert set().union(*(kids for _, kids in results)) == {"old", "new"}
    assert server.sql("SELECT COUNT(*) FROM browser_sessions")[0][0] == CLIENTS
