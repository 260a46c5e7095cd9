"""How the server starts and stops: an exclusive port, an announcement after the start, and an end in time."""

import http.client
import signal
import socket
import subprocess
import sys
import time

import pytest

from bankportal.server import supervisor
from tests.server.raw_sockets import exchange, request
from tests.servers import ROOT
from tools.mariadb import free_port

pytestmark = [pytest.mark.slow, pytest.mark.any_database]

IN_USE_WITHIN = 5  # seconds


def serve(server, *arguments, **settings):
    """Starts another `manage.py serve` with the settings of a running server."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", *arguments], cwd=ROOT, env=server.environ | settings,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for_error(process):
    start = time.monotonic()
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    return stderr.strip(), time.monotonic() - start


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_port_that_another_portal_listens_on_is_refused(server, arguments):
    stderr, seconds = wait_for_error(serve(server, *arguments))

    assert stderr == f"CommandError: Port {server.port} is already in use."
    assert seconds < IN_USE_WITHIN


@pytest.mark.parametrize("options", [[], [socket.SO_REUSEADDR], [socket.SO_REUSEADDR, socket.SO_REUSEPORT]])
def test_port_that_another_program_listens_on_is_refused(server, options):
    with socket.socket() as other:
        for option in options:
            other.setsockopt(socket.SOL_SOCKET, option, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        stderr, seconds = wait_for_error(serve(server, PORT=str(port)))

    assert stderr == f"CommandError: Port {port} is already in use."
    assert seconds < IN_USE_WITHIN


def test_listening_socket_has_the_tcp_protocol():
    """asyncio asks for it before it turns off Nagle's algorithm, which delays each response by 40 ms."""
    with supervisor.listen("127.0.0.1", free_port()) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_address_of_another_host_is_refused(server):
    stderr, _ = wait_for_error(serve(server, PORT=str(free_port()), HOST="192.0.2.1"))

    assert stderr.startswith("CommandError: Cannot listen on 192.0.2.1, port ")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_server_serves_after_its_announcement_and_stops_on_a_signal(server, sent):
    port = free_port()
    process = serve(server, PORT=str(port), WORKERS="1")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line = process.stdout.readline()
        assert line == f"Serving on http://localhost:{port} (API documentation at /api/docs/, admin at /admin/)\n"
        connection.request("GET", "/healthz")  # the connection stays open
        assert connection.getresponse().status == 200
        process.send_signal(sent)
        _, stderr = process.communicate(timeout=10)
    finally:
        process.kill()
        connection.close()
    assert process.returncode == 0
    assert "Traceback" not in stderr
    with socket.socket() as again:  # no process still listens
        assert again.connect_ex(("127.0.0.1", port)) != 0


def test_workers_end_when_their_parent_is_killed(server):
    port = free_port()
    process = serve(server, PORT=str(port), WORKERS="2")
    assert process.stdout.readline().startswith("Serving on ")
    process.kill()
    process.communicate(timeout=20)  # until no process holds its output

    with socket.socket() as connection:
        assert connection.connect_ex(("127.0.0.1", port)) != 0


def test_worker_that_cannot_start_ends_the_server(server):
    stderr, _ = wait_for_error(serve(server, PORT=str(free_port()), BREAK_WORKERS="1"))

    assert "CommandError: A worker could not start." in stderr
    assert "the worker cannot start" in stderr


def test_http_2_without_tls_is_refused(server):
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"

    assert exchange(server, preface).status == 400


def test_upgrade_to_http_2_is_ignored(server):
    headers = [b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__"]

    assert exchange(server, request("GET", "/healthz", *headers)).status == 200


def test_response_does_not_name_the_server_software(server):
    assert "server" not in exchange(server, request("GET", "/healthz")).headers
