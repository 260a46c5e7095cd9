"""Calls a worker of a server over one persistent connection."""

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.timing import Call
from tools.mariadb import free_port

Headers = dict[str, str]


@dataclass(frozen=True)
class Worker:
    """A server with one worker."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """The processor time of the server and its child processes so far."""
        return sum(_cpu_seconds(pid) for pid in [self.pid, *_children(self.pid)])


@contextlib.contextmanager
def worker(application: str, database: str, **settings: str) -> Iterator[Worker]:
    """One worker of our server for `ours` or `plain` (bench.serving)."""
    port = free_port()
    with _running([sys.executable, "-m", "bench.serving", application, str(port)], database, settings) as pid:
        yield Worker(port, pid)


@contextlib.contextmanager
def granian(application: str, database: str) -> Iterator[Worker]:
    """One worker of Granian's WSGI interface, which the first version used (docs/adr/0001-http-server.md)."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", "1", "--blocking-threads", "8", "--blocking-threads-idle-timeout", "600",
               "--log-level", "error", f"bench.wsgi:{application}"]  # fmt: skip
    with _running(command, database, {}) as pid:
        yield Worker(port, pid)


@contextlib.contextmanager
def _running(command: list[str], database: str, settings: dict[str, str]) -> Iterator[int]:
    environ = os.environ | {"BENCH_DATABASE": database} | settings
    process = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)  # where the access lines go
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _cpu_seconds(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    found = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, tasks.read_text().split()):
            found += [child, *_children(child)]
    return found


def call_of(port: int, path: str, *callers: Headers) -> Call:
    """A function that sends a GET of `path` by one of the callers in turn; any status but 200 stops the measurement."""
    requests = itertools.cycle([_request(path, headers) for headers in callers])
    connection = _connected(port)

    def call() -> bytes:
        connection.sendall(next(requests))
        received = b""
        while b"\r\n\r\n" not in received:
            received += _some(connection)
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), head
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += _some(connection)
        return body

    return call


def _request(path: str, headers: Headers) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    assert data, "the server closed the connection"
    return data


def _connected(port: int) -> socket.socket:
    deadline = time.monotonic() + 30
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
