"""Calls a worker of a server over one persistent connection."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.timing import Call
from tools.mariadb import free_port


@contextlib.contextmanager
def worker(application: str, database: str) -> Iterator[int]:
    """One worker of our server for `ours` or `plain` (bench.serving); yields its port."""
    port = free_port()
    with _running([sys.executable, "-m", "bench.serving", application, str(port)], database):
        yield port


@contextlib.contextmanager
def granian(application: str, database: str) -> Iterator[int]:
    """One worker of Granian's WSGI interface, which the first version used (docs/adr/0001-http-server.md)."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", "1", "--blocking-threads", "8", "--blocking-threads-idle-timeout", "600",
               "--log-level", "error", f"bench.wsgi:{application}"]  # fmt: skip
    with _running(command, database):
        yield port


@contextlib.contextmanager
def _running(command: list[str], database: str) -> Iterator[None]:
    process = subprocess.Popen(command, env=os.environ | {"BENCH_DATABASE": database})
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def call_of(port: int, path: str, headers: dict[str, str]) -> Call:
    """A function that sends a GET of `path`; any status but 200 stops the measurement."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    request = "\r\n".join([*lines, "", ""]).encode()
    connection = _connected(port)

    def call() -> bytes:
        connection.sendall(request)
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
