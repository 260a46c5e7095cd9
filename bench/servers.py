"""Requests a second with 1, 2 and 4 servers on one database: `python -m bench.servers` starts all of them.

Each server has one worker with eight threads. `CLIENTS=` (default 8) signed-in clients with a connection each read an
account twice and then transfer, on all servers in turns. The counts of servers alternate, `ROUNDS=` (default 7) times
`SECONDS=` (default 4).
"""

import http.client
import json
import os
import statistics
import threading
import time
import uuid
from contextlib import ExitStack
from pathlib import Path

from bench import wsgi  # noqa: F401 (first: it sets Django up)

# isort: split
from tests.deploy.documented_bank import DocumentedBank, as_root, statements
from tests.hashers import PASSWORD
from tools.mariadb import running

CLIENTS, ROUNDS = int(os.environ.get("CLIENTS", "8")), int(os.environ.get("ROUNDS", "7"))
SECONDS = float(os.environ.get("SECONDS", "4"))
COUNTS = (1, 2, 4)
SETTINGS = {"THREADS": 8, "CASHIER_LIMIT": "1000000"}


class Client:
    """A cashier's connection to a server."""

    def __init__(self, port: int, headers: dict[str, str], numbers: list[str]) -> None:
        self._connection, self._headers = http.client.HTTPConnection("127.0.0.1", port, timeout=60), headers
        self._numbers, self.done = numbers, 0

    def work(self, stop: threading.Event) -> None:
        """Sends requests until `stop`."""
        while not stop.is_set():
            for _ in range(2):
                self._send("GET", f"/api/accounts/{self._numbers[0]}/", None, 200)
            transfer = {"from_account": self._numbers[0], "to_account": self._numbers[1], "amount": "0.01"}
            self._send("POST", "/api/transactions/transfer/", transfer, 201)

    def _send(self, method: str, path: str, body: object, status: int) -> None:
        headers = self._headers | ({"Idempotency-Key": uuid.uuid4().hex} if body else {})
        self._connection.request(method, path, json.dumps(body) if body else None, headers)
        response = self._connection.getresponse()
        content = response.read()
        assert response.status == status, content
        self.done += 1


def main() -> None:
    """Measures and prints."""
    with ExitStack() as stack:
        mariadb = stack.enter_context(running("--log-bin-trust-function-creators=1"))
        as_root(mariadb.port, *statements())
        servers = [
            stack.enter_context(DocumentedBank(mariadb.port, people=number == 0, workers=1, **SETTINGS))
            for number in range(max(COUNTS))
        ]
        before = [_memory(server) for server in servers]
        headers, numbers = _signed_in(servers[0]), []
        rates: dict[int, list[float]] = {count: [] for count in COUNTS}
        for number in range(ROUNDS + 1):
            for count in COUNTS[:: 1 if number % 2 else -1]:
                numbers = numbers or _accounts(servers[0], headers)
                rate = _round([server.port for server in servers[:count]], headers, numbers)
                if number:  # the first round warms up
                    rates[count].append(rate)
        for count in COUNTS:
            pairs = [rate / one for rate, one in zip(rates[count], rates[1], strict=True)]
            low, middle, high = statistics.quantiles(pairs, n=4)
            print(f"{count} servers: {statistics.median(rates[count]):.0f} requests a second, "
                  f"ratio {middle:.2f} (quartiles {low:.2f} to {high:.2f})")  # fmt: skip
        after = [_memory(server) for server in servers]
        print(f"memory of a worker: {statistics.median(before):.0f} MB, then {statistics.median(after):.0f} MB")


def _signed_in(server: DocumentedBank) -> dict[str, str]:
    browser = server.browser()
    answer = browser.log_in("cashier@bank.com", PASSWORD)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items())
    token = {"Authorization": f"Bearer {answer.json()['access']}", "Cookie": cookies}
    return token | {"Content-Type": "application/json", "User-Agent": browser.client.headers["User-Agent"]}


def _accounts(server: DocumentedBank, headers: dict[str, str]) -> list[str]:
    """Two accounts for each client."""
    owner = server.sql("SELECT id FROM users WHERE email = 'member@example.com'")[0][0]
    connection, numbers = http.client.HTTPConnection("127.0.0.1", server.port), []
    for _ in range(2 * CLIENTS):
        for path, body in (
            ("/api/accounts/", {"owner": owner, "type": "current", "name": "Bench"}),
            ("/api/transactions/deposit/", {"amount": "1000.00"}),
        ):
            sent = body | ({"account": numbers[-1]} if "amount" in body else {})
            connection.request("POST", path, json.dumps(sent), headers | {"Idempotency-Key": uuid.uuid4().hex})
            response = connection.getresponse()
            answer = json.loads(response.read())
            assert response.status == 201, answer
            if "number" in answer:
                numbers.append(answer["number"])
    return numbers


def _round(ports: list[int], headers: dict[str, str], numbers: list[str]) -> float:
    """Requests a second of all clients, divided between the servers."""
    clients = [Client(ports[at % len(ports)], headers, [numbers[2 * at], numbers[2 * at + 1]]) for at in range(CLIENTS)]
    stop = threading.Event()
    threads = [threading.Thread(target=client.work, args=(stop,)) for client in clients]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    return sum(client.done for client in clients) / (time.perf_counter() - started)


def _memory(server: DocumentedBank) -> float:
    """The proportional set size of the largest process of a server, in MB."""
    group = os.getpgid(server.process.pid)
    sizes = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and _group(folder) == group:
            text = (folder / "smaps_rollup").read_text()
            sizes.append(int(text.partition("\nPss:")[2].split()[0]) / 1000)
    return max(sizes)


def _group(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return 0


if __name__ == "__main__":
    main()
