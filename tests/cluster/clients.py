"""Clients that transfer and read all balances at random while the cluster has faults, and what they saw."""

import itertools
import random
import ssl
import threading
import time
import uuid
from collections import Counter

import httpx

from tests.deploy.proxies import HOST
from tests.hashers import PASSWORD

CASHIER, MANAGER = "cashier@bank.com", "manager@bank.com"
START = 100_000  # minor units on each account
ACCOUNTS = 6


class Tab:
    """A connection of a signed-in browser to the portal, through its proxy."""

    def __init__(self, proxy, session=None):
        context = ssl.create_default_context(cafile=proxy.certificate.ca)
        self._client = httpx.Client(
            base_url=f"https://127.0.0.1:{proxy.port}", trust_env=False, timeout=60, verify=context
        )
        self._headers = {"Host": HOST, **(session or {})}

    def log_in(self, email):
        """Signs in; returns the headers of the session, for other tabs."""
        response = self.send(
            "POST", "/api/users/login/", {"email": email, "password": PASSWORD}, Origin=f"https://{HOST}"
        )
        assert response.status_code == 200, response.text
        cookie = response.headers["Set-Cookie"].partition(";")[0]
        session = {"Authorization": f"Bearer {response.json()['access']}", "Cookie": cookie}
        self._headers |= session
        return session

    def send(self, method, path, body=None, **headers):
        return self._client.request(
            method, path, json=body, headers=self._headers | headers, extensions={"sni_hostname": HOST}
        )

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self._client.close()


class LoadedBank:
    """Accounts of a bank behind a proxy, and two signed-in browsers: what a Crowd needs."""

    def __init__(self, proxy, portal):
        self.proxy, self.name, self.numbers = proxy, f"bank {uuid.uuid4().hex}", []
        with Tab(proxy) as first, Tab(proxy) as second:
            self.cashier, self.manager = first.log_in(CASHIER), second.log_in(MANAGER)
        with Tab(proxy, self.manager) as tab:
            self._open_accounts(tab, portal.sql("SELECT id FROM users WHERE email = 'member@example.com'")[0][0])

    def _open_accounts(self, tab, owner):
        for _ in range(ACCOUNTS):
            body = {"owner": owner, "type": "current", "name": self.name}
            response = tab.send("POST", "/api/accounts/", body)
            assert response.status_code == 201, response.text
            self.numbers.append(response.json()["number"])
            deposit = {"account": self.numbers[-1], "amount": f"{START // 100}.00"}
            key = {"Idempotency-Key": uuid.uuid4().hex}
            response = tab.send("POST", "/api/transactions/deposit/", deposit, **key)
            assert response.status_code == 201, response.text

    def assert_sessions_live(self):
        """Neither browser has been signed out."""
        for session in (self.cashier, self.manager):
            with Tab(self.proxy, session) as tab:
                assert tab.send("GET", "/api/users/auth/check/").status_code == 200


class Crowd:
    """Cashiers' tabs that transfer, and managers' tabs that read, each in a thread of its own.

    A request that gets a 503 is repeated, with the same key, until it is answered. `acknowledged` has the transfers
    with 201 and `booked` their times, `violations` what must not happen, `answers` the times of all responses that are
    not 503.
    """

    def __init__(self, bank, *, writers=5, readers=2):
        self.bank, self.acknowledged, self.booked, self.violations = bank, [], [], []
        self.statuses, self.answers, self.reads = Counter(), [], 0
        self._stop = threading.Event()
        acts = [self._transfer] * writers + [self._read] * readers
        sessions = [bank.cashier] * writers + [bank.manager] * readers
        self._threads = [
            threading.Thread(target=self._run, args=(act, Tab(bank.proxy, session), seed), daemon=True)
            for seed, (act, session) in enumerate(zip(acts, sessions, strict=True))
        ]
        for thread in self._threads:
            thread.start()

    def _run(self, act, tab, seed):
        rng = random.Random(seed)
        try:
            while not self._stop.is_set():
                act(tab, rng)
        except Exception as exc:  # noqa: BLE001 (reported by the test)
            self.violations.append(f"{type(exc).__name__}: {exc}")
        finally:
            tab.close()

    def _transfer(self, tab, rng):
        source, target = rng.sample(self.bank.numbers, 2)
        name = uuid.uuid4().hex
        body = {"from_account": source, "to_account": target, "amount": "0.01", "description": name}
        response = self._until_answered(tab, "POST", "/api/transactions/transfer/", body, **{"Idempotency-Key": name})
        if response is not None and response.status_code == 201:
            self.booked.append(time.monotonic())
            self.acknowledged.append(name)
        elif response is not None:
            self.violations.append(f"transfer: {response.status_code} {response.text}")

    def _read(self, tab, _rng):
        response = self._until_answered(tab, "GET", f"/api/accounts/?search={self.bank.name}&page_size=200")
        if response is None:
            return
        if response.status_code != 200:
            self.violations.append(f"read: {response.status_code} {response.text}")
            return
        self.reads += 1
        balances = [int(row["balance"].replace(".", "")) for row in response.json()["results"]]
        if sum(balances) != START * ACCOUNTS:
            self.violations.append(f"the total of all balances is {sum(balances)}: {balances}")

    def _until_answered(self, tab, method, path, body=None, **headers):
        """The first response that is not 503; None where the crowd is stopped before."""
        for _ in itertools.count():
            response = tab.send(method, path, body, **headers)
            self.statuses[response.status_code] += 1
            if response.status_code != 503:
                self.answers.append(time.monotonic())
                return response
            if not response.headers.get("Retry-After", "").isdigit() or response.json().get("code") != "unavailable":
                self.violations.append(f"503 without Retry-After or code: {response.headers} {response.text}")
            if self._stop.wait(0.1) and method == "GET":
                return None
        raise AssertionError

    def wait_for_transfers(self, count, seconds=120):
        """Waits for so many more transfers."""
        wanted = len(self.acknowledged) + count
        deadline = time.monotonic() + seconds
        while len(self.acknowledged) < wanted:
            assert not self.violations, self.violations[:5]
            assert time.monotonic() < deadline, f"{len(self.acknowledged)} of {wanted} transfers; {self.statuses}"
            time.sleep(0.05)

    def stop(self):
        """Stops all clients, and waits for the transfers in progress."""
        self._stop.set()
        for thread in self._threads:
            thread.join(90)
        assert not any(thread.is_alive() for thread in self._threads), "a client waits for an answer"

    def longest_silence(self, since, until):
        """The longest time without an answer that is not 503, in seconds."""
        return _longest_gap(self.answers, since, until)

    def longest_without_transfer(self, since, until):
        """The longest time without a transfer, in seconds."""
        return _longest_gap(self.booked, since, until)


def _longest_gap(moments, since, until):
    times = [since, *(at for at in sorted(moments) if since <= at <= until), until]
    return max(later - earlier for earlier, later in itertools.pairwise(times))
