"""`kill -9` of a worker amid payments, again and again: what was answered is in the books, once, and nothing else."""

import contextlib
import os
import random
import signal
import time
from collections import Counter
from functools import partial
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.api_payments import transfer
from tests.concurrency.bank_fixtures import CASHIER, Bank
from tests.concurrency.concurrency_helpers import race
from tests.servers import Server

KILLS = int(os.environ.get("KILLED_WORKERS", "5"))
WORKERS, CLIENTS, ACCOUNTS = 4, 8, 4
PATIENCE = 20  # seconds; what has not come by then never comes
ESTABLISHED = "01"


@pytest.fixture
def server():
    """A server of this test's own: others would meet the dead."""
    with Server(f"killed_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", WORKERS) as server:
        yield server


class Payers:
    """Clients that ask for random payments under a key each, until there is an answer."""

    def __init__(self, numbers):
        self.numbers, self.keys = numbers, count()
        self.known, self.unknown = {}, Counter()  # by key, the status in the end; how often a call ended without one

    def pay(self, tab, dice):
        """One payment; its description is its key."""
        key = f"payment-{next(self.keys)}"
        source, target = dice.sample(self.numbers, 2)
        amount = f"{dice.randint(1, 15)}.00"
        deadline = time.monotonic() + PATIENCE / 2
        while key not in self.known:
            try:
                said = transfer(tab, source, target, amount, key=key, description=key).status_code
            except httpx.TransportError as exc:
                said = type(exc)
            if said in {201, 422} or time.monotonic() > deadline:
                self.known[key] = said
            else:
                self.unknown[said] += 1
                time.sleep(dice.uniform(0, 0.2))  # as a client should, and the workers that start need the processor


def test_payments_retried_over_killed_workers_are_made_once(server):
    bank = Bank(server)
    payers = Payers([bank.account("20.00") for _ in range(ACCOUNTS)])
    known, unknown = payers.known, payers.unknown
    tabs = bank.tabs(CASHIER, CLIENTS)
    for tab in tabs:
        # A connection a call: a client that keeps one never meets the worker that replaces a killed one.
        tab.client.headers["Connection"] = "close"
    payments = [partial(payers.pay, tab, random.Random(seed)) for seed, tab in enumerate(tabs)]
    killed, _ = race(partial(kill_workers, server, known), *payments)

    assert len(set(killed)) == KILLS
    assert set(known.values()) == {201, 422}, "an answer that never became known"
    assert {kind for kind in unknown if isinstance(kind, int)} <= {503}
    assert set(unknown) & {httpx.ReadError, httpx.RemoteProtocolError}, "no call was under way at any death"
    paid = {key for key, status in known.items() if status == 201}
    posted = server.sql("SELECT description FROM transactions WHERE kind = 'transfer'")
    assert Counter(row[0] for row in posted) == Counter(paid)
    kept = server.sql("SELECT `key`, status FROM idempotency_keys WHERE `key` LIKE %s", "payment-%")
    assert dict(kept) == known
    assert sum(bank.balances().values()) == ACCOUNTS * 20_00
    assert bank.is_whole()


def kill_workers(server, known):
    """Kills the longest-lived worker while it has a client; the next when another has taken its place."""
    killed = []
    for _ in range(KILLS):
        enough = len(known) + CLIENTS // 2
        wait_until(lambda: len(workers(server)) == WORKERS, "a worker in the dead one's place")
        wait_until(lambda enough=enough: len(known) >= enough, "payments to be answered")
        killed.append(workers(server)[0])
        wait_until(lambda: has_client(killed[-1], server.port), "a client at the worker")
        os.kill(killed[-1], signal.SIGKILL)
        wait_until(lambda: killed[-1] not in workers(server), "the worker's death")
    wait_until(lambda: len(workers(server)) == WORKERS, "a worker in the dead one's place")
    for worker in workers(server):  # one that is still starting does not hear that it is to end
        wait_until(lambda worker=worker: has_client(worker, server.port), "a client at the last worker")
    return killed


def workers(server):
    """The pids of the server's living workers, the longest-lived first."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            pid, _, rest = stat.read_text().partition(" ")
            state, parent, *others = rest.rpartition(")")[2].split()
            is_worker = b"spawn_main" in stat.with_name("cmdline").read_bytes()  # and not multiprocessing's own tracker
            if int(parent) == server.process.pid and state != "Z" and is_worker:
                found[int(pid)] = int(others[17])  # the time it started at
    return sorted(found, key=found.get)


def has_client(pid, port):
    """Whether the process has accepted a connection on that port."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{line[9]}]" for line in lines if line[1].endswith(f":{port:04X}") and line[3] == ESTABLISHED}
    held = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            held.add(str(file.readlink()))
    return bool(sockets & held)


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE} s in vain for {what}"
        time.sleep(0.01)
