"""1,000 requests with random bytes: no 5xx, and every error under /api/ is a JSON error."""

import json
import random

import pytest

from tests.server.raw_sockets import exchange

pytestmark = pytest.mark.slow

SEED = 11
COUNT = 1000
METHODS = [b"GET", b"POST", b"PUT", b"PATCH", b"DELETE", b"HEAD", b"OPTIONS", b"TRACE", b"CONNECT", b"FOO", b"get", b""]
PATHS = [b"/healthz", b"/readyz", b"/", b"/api/users/login/", b"/api/users/auth/check/", b"/api/users/token/refresh/",
         b"/api/users/logout/", b"/api/accounts/", b"/api/schema/", b"/api/nowhere", b"/admin/", b"/admin/login/",
         b"/static/x", b"//api/", b"/api/../admin/", b"*", b"http://evil.example/api/users/me/"]  # fmt: skip
NAMES = [b"Cookie", b"Authorization", b"Content-Type", b"Content-Length", b"Transfer-Encoding", b"X-Forwarded-For",
         b"X-Forwarded-Proto", b"X_Forwarded_For", b"Host", b"Origin", b"Referer", b"User-Agent", b"Accept",
         b"Accept-Language", b"Accept-Encoding", b"Idempotency-Key", b"Expect", b"Connection", b"Upgrade", b"Range",
         b"If-Modified-Since", b"If-None-Match", b"Sec-Fetch-Site", b"X-Any"]  # fmt: skip
VALUES = [
    *(
        b"",
        b"\xe9",
        "é".encode(),
        b"\xff\xfe",
        b"\t",
        b"%00",
        b"a\x00b",
        b"\x7f",
        b"a" * 5000,
        b"null",
        b'"x"',
        b";;=;",
    ),
    *(b"chunked", b"gzip, chunked", b"-1", b"0", b"3", b"1e9", b"100-continue", b"close", b"websocket", b"h2c"),
    *(b"Bearer", b"Bearer x.y.z", b"localhost", b"203.0.113.7", b"bytes=0-0,1-"),
    *(b"application/json", b"application/json; charset=zlib", b"a/b; charset*=BOGUS''x"),
    *(b"multipart/form-data", b"multipart/form-data; boundary=\xe9"),
    b"browserId=aaaaaaaa; auth_token=a.b.c; sessionid=x",
]
BODIES = [
    *(b"", b"{}", b"abc", b"[" * 3000, b" " * 70_000, b'{"email": "\\ud800"}', b'{"email": 1e999, "password": NaN}'),
    *(b"\xff\xfe{\x00}\x00", b"3\r\nabc\r\n0\r\n\r\n", b"--x\r\n\r\n", b"csrfmiddlewaretoken=%FF%00"),
]


def random_request(rng):
    path = rng.choice(PATHS)
    if rng.random() < 0.5:
        path += rng.choice([b"?", b"/", b"%", b"%2f", b"%00", b"%ff", b"?a=1&a=2", b"?%ff=%zz", b"?cursor=%00", b";x"])
    if rng.random() < 0.1:
        path += bytes(rng.randrange(256) for _ in range(rng.randrange(1, 20)))
    lines = [rng.choice(METHODS[:6] if rng.random() < 0.8 else METHODS) + b" " + path + b" HTTP/1.1"]
    if rng.random() < 0.95:
        lines.append(b"Host: localhost")
    lines += [rng.choice(NAMES) + b": " + rng.choice(VALUES) for _ in range(rng.randrange(5))]
    body = rng.choice(BODIES)
    if rng.random() < 0.7 and body:
        lines.append(b"Content-Length: %d" % len(body))
    # The last header closes the connection, so that the server does not wait for the rest of an incomplete request.
    return path, b"\r\n".join([*lines, b"Connection: close", b"", body])


def test_random_requests_get_no_server_error_and_only_json_errors_under_api(server):
    rng = random.Random(SEED)
    answered = 0
    for number in range(COUNT):
        path, data = random_request(rng)
        response = exchange_or_hang_up(server, data)
        if response is None:
            continue
        answered += 1
        description = f"request {number}: {data[:300]!r} -> {response}"
        assert response.status < 500, description
        if response.status >= 400 and path.startswith(b"/api/") and not data.startswith(b"HEAD "):
            assert response.headers["content-type"] == "application/json", description
            assert {"error", "code"} <= json.loads(response.body).keys(), description
    assert answered > COUNT * 0.8
    assert "Traceback" not in server.log.read_text()


def exchange_or_hang_up(server, data):
    """The response; None if the request announces more than it sends, so that the server waits for the rest."""
    try:
        return exchange(server, data, limit=0.3)
    except TimeoutError:
        return None
