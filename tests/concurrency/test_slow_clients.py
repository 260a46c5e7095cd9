"""Clients that never finish a request or never read a response: others are served, and they are disconnected."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path

from tests.server.raw_sockets import exchange, request

SOCKETS = 500
ANSWERED_WITHIN = 1  # seconds, for all other clients
CLOSED_WITHIN = 20  # seconds
LARGE = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"  # 1.5 MB
UNFINISHED = {
    "nothing": b"",
    "headers": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Any: ",
    "body": request("POST", "/api/users/login/", b"Content-Type: application/json", b"Content-Length: 200")
    + b'{"email":',
    "chunks": request("POST", "/api/users/login/", b"Transfer-Encoding: chunked") + b"9\r\n",
    "response": request("GET", LARGE),
    "second request": request("GET", "/healthz") + b"GET /healthz HT",
}


def slow_client(server, sent):
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)  # so that little of a response fits
    client.connect(("127.0.0.1", server.port))
    client.sendall(sent)
    return client


def count_open_connections(server):
    """How many connections the server's processes hold; a socket without an inode belongs to no process."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows = (line.split() for line in lines)
    return sum(row[1].endswith(f":{server.port:04X}") and row[3] in {"01", "08"} and row[9] != "0" for row in rows)


def test_500_unfinished_clients_are_disconnected_without_delaying_others(server):
    browser = server.browser()
    assert browser.log_in("member@example.com").status_code == 200
    slowest = 0.0
    with ExitStack() as stack:
        kinds = list(UNFINISHED.values())
        for number in range(SOCKETS):
            stack.enter_context(slow_client(server, kinds[number % len(kinds)]))
        opened = time.monotonic()
        while count_open_connections(server) < SOCKETS:
            assert time.monotonic() - opened < ANSWERED_WITHIN * 5
        while count_open_connections(server) > 2:  # those of the browser and of the request to /healthz
            for send in (
                lambda: exchange(server, request("GET", "/healthz")).status,
                lambda: browser.check().status_code,
            ):
                start = time.monotonic()
                assert send() == 200
                slowest = max(slowest, time.monotonic() - start)
            assert time.monotonic() - opened < CLOSED_WITHIN
    assert slowest < ANSWERED_WITHIN
