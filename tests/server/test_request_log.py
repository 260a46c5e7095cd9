"""Every response has a request id and an access log line, also responses that do not come from Django."""

import json
import os
import re

import pytest

from tests.server.raw_sockets import exchange, json_request, request
from tests.servers import Server

pytestmark = pytest.mark.slow

SERVER_ID = re.compile(r"[0-9a-f]{24}")
SENT = b"X-Request-Id: client-4711"
RAW = {
    "invalid HTTP": (request("GET", "/", b"Content-Length: 1", b"Content-Length: 2"), 400, "-"),
    "headers too large": (request("GET", "/", b"A: " + b"a" * 70_000), 431, "-"),
    "body too large": (request("POST", "/api/users/login/", b"Content-Length: 9999999"), 413, "-"),
    "other charset": (request("POST", "/api/users/login/", b"Content-Type: text/x; charset=x", body=b"x"), 415, "-"),
    "unknown path": (request("GET", "/api/secret-path?secret=1"), 404, "/api/<path:path>"),
    "file": (request("GET", "/static/admin/css/base.css"), 200, "/static/"),
}


@pytest.fixture(scope="module")
def logging_server(request):
    name = f"logged_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with Server(name, workers=2, LOG_FORMAT="json") as server:
        yield server


def lines(server, **fields):
    """The log lines with these fields; every line must be a JSON object."""
    found = [json.loads(line) for line in server.log.read_text().splitlines()]
    return [line for line in found if fields.items() <= line.items()]


@pytest.mark.parametrize("what", RAW)
def test_every_response_has_a_request_id_and_an_access_log_line(logging_server, what):
    sent, status, route = RAW[what]
    response = exchange(logging_server, sent)

    assert response.status == status
    assert SERVER_ID.fullmatch(response.headers["x-request-id"])
    (line,) = lines(logging_server, logger="access", request_id=response.headers["x-request-id"])
    assert (line["status"], line["route"], line["ip"]) == (status, route, "127.0.0.1")
    assert "secret" not in json.dumps(line)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_check_responses_have_a_request_id(logging_server, path):
    ids = {exchange(logging_server, request("GET", path)).headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize("headers", [[], [SENT], [SENT, SENT], [b"X_Request_Id: client-4711"]])
def test_client_request_id_is_logged_if_sent_once(logging_server, headers):
    response = exchange(logging_server, request("GET", "/api/users/auth/check/", *headers))

    (line,) = lines(logging_server, logger="access", request_id=response.headers["x-request-id"])
    assert line.get("client_request_id") == ("client-4711" if headers == [SENT] else None)
    assert b"4711" not in str(response.headers).encode()


def test_log_lines_of_a_request_have_its_id_and_audit_details_as_fields(logging_server):
    response = exchange(
        logging_server, json_request("POST", "/api/users/login/", {"email": "a@b.example", "password": "x"})
    )

    line, access = lines(logging_server, request_id=response.headers["x-request-id"])
    assert (line["logger"], line["message"], line["event"]) == ("audit", "login_failed", "login_failed")
    assert (access["logger"], access["message"]) == ("access", "POST /api/users/login/ 401")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])


def test_server_logs_its_address_as_json(logging_server):
    (line,) = lines(logging_server, logger="bankportal.server", level="INFO")
    assert f":{logging_server.port}" in line["message"]
