"""Requests written byte by byte, and their responses."""

import json
import socket
from dataclasses import dataclass

LIMIT = 10  # seconds, more than any response needs


@dataclass
class RawResponse:
    """One response; `closed` says whether the server closed the connection after it."""

    status: int
    headers: dict
    body: bytes
    closed: bool

    def json(self):
        return json.loads(self.body)


def request(method, path, *headers, body=b"", host="localhost"):
    """The bytes of a request; `headers` are lines of bytes. Content-Length is added unless a header gives a length."""
    lines = [f"{method} {path} HTTP/1.1".encode("latin-1"), f"Host: {host}".encode(), *headers]
    names = {line.partition(b":")[0].lower() for line in headers}
    if body and not names & {b"content-length", b"transfer-encoding"}:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([*lines, b"", body])


def json_request(method, path, data, *headers):
    return request(method, path, b"Content-Type: application/json", *headers, body=json.dumps(data).encode())


def exchange(server, *parts, limit=LIMIT):
    """Sends the parts one after the other on a new connection, and reads one response.

    Returns None if the server closes the connection without a response.
    """
    with socket.create_connection(("127.0.0.1", server.port), timeout=limit) as connection:
        for part in parts:
            try:
                connection.sendall(part)
            except ConnectionError:  # the server has closed the connection; its response can still be read
                break
        return read_response(connection, head=parts[0].startswith(b"HEAD "))


def read_response(connection, *, head=False):
    received = b""
    while b"\r\n\r\n" not in received:
        data = _receive(connection)
        if not data:
            return None
        received += data
        if received.startswith(b"HTTP/1.1 100 ") and b"\r\n\r\n" in received:
            received = received.partition(b"\r\n\r\n")[2]
    top, _, body = received.partition(b"\r\n\r\n")
    status_line, *lines = top.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = (
            f"{headers[name.lower()]}\n{value.strip()}" if name.lower() in headers else value.strip()
        )
    length = 0 if head else int(headers.get("content-length", 0))
    while len(body) < length:
        data = _receive(connection)
        assert data, f"the connection was closed within the body of {status_line}"
        body += data
    closed = headers.get("connection") == "close"
    if closed:
        assert _receive(connection) == b""
    return RawResponse(int(status_line.split()[1]), headers, body, closed)


def _receive(connection):
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""
