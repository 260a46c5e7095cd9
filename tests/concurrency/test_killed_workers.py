"""`kill -9` of workers during payments: every payment that was answered 201 is posted exactly once, and no other is."""

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
TIMEOUT = 20  # seconds to wait for an event
ESTABLISHED = "01"


@pytest.fixture
def server():
    """A server for this test only, because other tests must not reach killed workers."""
    with Server(f"killed_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}", WORKERS) as server:
        yield server


class Payers:
    """Clients that send random payments, each with its own idempotency key, and retry until they get a response.

    `final_statuses` has the last status by key; `failures` counts the attempts that ended without a final status.
    """

    def __init__(self, numbers):
        self.numbers, self.keys = numbers, count()
        self.final_statuses, self.failures = {}, Counter()

    def pay(self, tab, rng):
        """Sends one payment whose description is its key."""
        key = f"payment-{next(self.keys)}"
        source, target = rng.sample(self.numbers, 2)
        amount = f"{rng.randint(1, 15)}.00"
        deadline = time.monotonic() + TIMEOUT / 2
        while key not in self.final_statuses:
            try:
                outcome = transfer(tab, source, target, amount, key=key, description=key).status_code
            except httpx.TransportError as exc:
                outcome = type(exc)
            if outcome in {201, 422} or time.monotonic() > deadline:
                self.final_statuses[key] = outcome
            else:
                self.failures[outcome] += 1
                time.sleep(rng.uniform(0, 0.2))  # as a client should; starting workers need the processor


def test_payments_retried_over_killed_workers_are_made_once(server):
    bank = Bank(server)
    payers = Payers([bank.account("20.00") for _ in range(ACCOUNTS)])
    final_statuses, failures = payers.final_statuses, payers.failures
    tabs = bank.tabs(CASHIER, CLIENTS)
    for tab in tabs:
        # One connection per request: a client with a kept connection never reaches the replacement of a killed worker.
        tab.client.headers["Connection"] = "close"
    payments = [partial(payers.pay, tab, random.Random(seed)) for seed, tab in enumerate(tabs)]
    killed, _ = race(partial(kill_workers, server, final_statuses), *payments)

    assert len(set(killed)) == KILLS
    assert set(final_statuses.values()) == {201, 422}, "a payment without a final status"
    assert {kind for kind in failures if isinstance(kind, int)} <= {503}
    assert set(failures) & {httpx.ReadError, httpx.RemoteProtocolError}, (
        "no request was in progress when a worker was killed"
    )
    paid = {key for key, status in final_statuses.items() if status == 201}
    posted = server.sql("SELECT description FROM transactions WHERE kind = 'transfer'")
    assert Counter(row[0] for row in posted) == Counter(paid)
    stored_keys = server.sql("SELECT `key`, status FROM idempotency_keys WHERE `key` LIKE %s", "payment-%")
    assert dict(stored_keys) == final_statuses
    assert sum(bank.balances().values()) == ACCOUNTS * 20_00
    assert bank.is_consistent()


def kill_workers(server, final_statuses):
    """Kills the oldest worker while it has a client; kills the next after a replacement has started."""
    killed = []
    for _ in range(KILLS):
        enough = len(final_statuses) + CLIENTS // 2
        wait_until(lambda: len(workers(server)) == WORKERS, "a worker in the dead one's place")
        wait_until(lambda enough=enough: len(final_statuses) >= enough, "payments to be answered")
        killed.append(workers(server)[0])
        wait_until(lambda: has_client(killed[-1], server.port), "a client of the worker")
        os.kill(killed[-1], signal.SIGKILL)
        wait_until(lambda: killed[-1] not in workers(server), "the worker's death")
    wait_until(lambda: len(workers(server)) == WORKERS, "a worker in the dead one's place")
    for worker in workers(server):  # a worker that is still starting ignores the signal to stop
        wait_until(lambda worker=worker: has_client(worker, server.port), "a client of the last worker")
    return killed


def workers(server):
    """The process ids of the server's running workers, oldest first."""
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


def wait_until(condition, awaited):
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, f"waited {TIMEOUT} s in vain for {awaited}"
        time.sleep(0.01)
