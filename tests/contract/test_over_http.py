"""Malformed paths and headers, which only a real server receives: HTTP libraries do not send them."""

import json
import socket

import pytest

pytestmark = pytest.mark.slow


def send(server, request):
    """Sends raw bytes; returns status, headers and body."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.lower(), body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/%ff%fe/", 404),
        ("/api/%00/", 404),
        ("/api/../admin/", 404),
        ("/api/users/%2e%2e/me/", 404),
        ("/api/" + "a" * 9000 + "/", 404),
        ("/api/users/99999999999999999999/", 404),
        ("/api/sessions/?page_size=%ff&cursor=%ff", 401),
    ],
)
def test_malformed_path_gets_a_json_error(path, status, server):
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    answered, head, body = send(server, request)

    assert answered == status
    assert b"content-type: application/json" in head
    assert set(json.loads(body)) == {"error", "code"}


@pytest.mark.parametrize(
    "header",
    [
        "Authorization: Bearer ж.ж.ж",
        "Cookie: auth_token=ж; browserId=ж",
        "Origin: ж",
        "X-Forwarded-For: ж, 1",
        "Accept: ж",
    ],
)
def test_malformed_header_gets_a_json_error(header, server):
    request = f"GET /api/users/me/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n\r\n".encode()
    answered, head, body = send(server, request)

    assert answered == 401
    assert b"content-type: application/json" in head
    assert set(json.loads(body)) == {"error", "code"}
