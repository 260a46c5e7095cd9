"""Request bodies: with Content-Length or chunked, limited in size, in UTF-8, and never stored on disk."""

from io import BytesIO

import pytest
from django.core.files import uploadedfile

from tests.hashers import PASSWORD
from tests.server.conftest import MEMBER
from tests.server.raw_sockets import exchange, request

pytestmark = pytest.mark.any_database

LOGIN = "/api/users/login/"
JSON = b"Content-Type: application/json"
CHUNKED = b"Transfer-Encoding: chunked"
KB = 1024


def login_body(size=0):
    text = b'{"email": "%s", "password": "%s"}' % (MEMBER.encode(), PASSWORD.encode())
    return text + b" " * (size - len(text))


def chunks(body, size=1000):
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in [*parts, b""])


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_chunked_body_is_read_like_a_body_with_content_length(server, size):
    response = exchange(server, request("POST", LOGIN, JSON, CHUNKED, body=chunks(login_body(), size)))

    assert (response.status, response.json()["user"]["email"]) == (200, MEMBER)


def test_chunked_body_that_arrives_in_pieces_is_read(server):
    head = request("POST", LOGIN, JSON, CHUNKED)
    text = chunks(login_body(), 10)

    assert exchange(server, head, *(text[i : i + 25] for i in range(0, len(text), 25))).status == 200


@pytest.mark.parametrize("headers", [[], [CHUNKED]])
@pytest.mark.slow
def test_body_of_64_kb_is_read_and_a_larger_body_is_413(server, headers):
    def response(size):
        body = login_body(size)
        return exchange(server, request("POST", LOGIN, JSON, *headers, body=chunks(body) if headers else body))

    assert response(64 * KB).status == 200
    refused = response(64 * KB + 1)
    assert (refused.status, refused.json()["code"], refused.closed) == (413, "payload_too_large", True)
    assert refused.headers["cache-control"] == "no-store"


@pytest.mark.slow
def test_content_length_above_the_limit_is_413_before_the_body_is_sent(server):
    response = exchange(server, request("POST", LOGIN, JSON, b"Content-Length: 1000000000000"))

    assert (response.status, response.closed) == (413, True)


@pytest.mark.slow
def test_endless_chunked_body_is_413_at_the_limit(server):
    head = request("POST", LOGIN, JSON, CHUNKED)

    response = exchange(server, head, *[b"%x\r\n%b\r\n" % (KB, b" " * KB)] * 70)  # and no last chunk

    assert (response.status, response.closed) == (413, True)


@pytest.mark.slow
def test_413_is_readable_by_an_allowed_origin(server):
    response = exchange(server, request("POST", LOGIN, b"Origin: http://localhost:5173", b"Content-Length: 100000"))

    assert response.headers["access-control-allow-origin"] == "http://localhost:5173"


def test_admin_accepts_bodies_of_up_to_one_megabyte(server):
    form = b"Content-Type: application/x-www-form-urlencoded"

    assert exchange(server, request("POST", "/admin/login/", form, body=b"a=" + b"b" * 1000 * KB)).status == 403  # CSRF
    assert exchange(server, request("POST", "/admin/login/", form, body=b"a=" + b"b" * 1024 * KB)).status == 413


def test_uploaded_file_is_not_stored(client, monkeypatch):
    """The admin reads a form before login for its CSRF token. The test client is not subject to the server's limit."""
    kept = []
    for kind in (uploadedfile.TemporaryUploadedFile, uploadedfile.InMemoryUploadedFile):
        monkeypatch.setattr(kind, "__init__", lambda *a, **_: kept.append(a))

    client.post("/admin/login/", {"small": BytesIO(b"a"), "large": BytesIO(b"a" * 3000 * KB)})

    assert kept == []


INVALID_LENGTHS = {
    "both lengths": request("POST", LOGIN, JSON, b"Content-Length: 3", CHUNKED, body=chunks(b"abc")),
    "both lengths, in reverse order": request("POST", LOGIN, JSON, CHUNKED, b"Content-Length: 3", body=chunks(b"abc")),
    "two lengths": request("POST", LOGIN, JSON, b"Content-Length: 3", b"Content-Length: 4", body=b"abcd"),
    "a length that is not a number": request("POST", LOGIN, JSON, b"Content-Length: x", body=b"abc"),
    "a negative length": request("POST", LOGIN, JSON, b"Content-Length: -1", body=b"abc"),
    "a chunk without a length": request("POST", LOGIN, JSON, CHUNKED, body=b"zz\r\nabc\r\n0\r\n\r\n"),
    "a chunk longer than its length": request("POST", LOGIN, JSON, CHUNKED, body=b"3\r\nabcdef\r\n0\r\n\r\n"),
    "a chunk length of 40 hex digits": request("POST", LOGIN, JSON, CHUNKED, body=b"f" * 40 + b"\r\nabc\r\n0\r\n\r\n"),
    "gzip coding": request("POST", LOGIN, JSON, b"Transfer-Encoding: gzip", body=b"abc"),
    "chunked gzip coding": request("POST", LOGIN, JSON, b"Transfer-Encoding: gzip, chunked", body=chunks(b"abc")),
}


@pytest.mark.parametrize("data", INVALID_LENGTHS.values(), ids=INVALID_LENGTHS)
def test_body_with_an_invalid_length_is_400_and_closes_the_connection(server, data):
    response = exchange(server, data)

    assert (response.status, response.json()["code"], response.closed) == (400, "invalid_request", True)


NOT_UTF_8 = ["zlib", "bz2", "hex", "base64", "uu", "rot13", "quopri", "undefined", "idna", "punycode",
             "utf-16", "latin-1", '"utf-7"', "nonsense", "\u00e9"]  # fmt: skip
ODD_TYPES = [*(f"application/json; charset={name}" for name in NOT_UTF_8), "application/json; charset*=BOGUS''x",
             "a/b; charset*=X''y", "a/b; x*=zlib''%78", "multipart/form-data; boundary*=zlib''x",
             ";" * 300]  # fmt: skip
PATHS = [
    "/healthz",
    "/readyz",
    "/",
    "/api/users/auth/check/",
    "/api/docs/",
    "/api/nowhere/",
    "/admin/login/",
    "/admin/",
]


@pytest.mark.parametrize("content_type", ODD_TYPES)
def test_charset_of_a_request_without_a_body_is_ignored(server, content_type):
    header = b"Content-Type: " + content_type.encode()
    for path in PATHS:
        with_it, without = (exchange(server, request("GET", f"{path}?x=1", *h)) for h in ([header], []))
        assert with_it.status == without.status < 500


@pytest.mark.parametrize("content_type", ODD_TYPES)
def test_body_in_another_charset_is_a_415_json_error(server, content_type):
    header = b"Content-Type: " + content_type.encode()
    for path in ("/api/users/login/?x=1", "/api/nowhere/", "/admin/login/?x=1"):
        response = exchange(server, request("POST", path, header, body=b"{}"))
        assert (response.status, response.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("name", ["utf-8", "UTF-8", '"utf-8"', " utf8 "])
def test_body_with_charset_utf_8_is_accepted(server, name):
    header = f"Content-Type: application/json; charset={name}".encode()

    assert exchange(server, request("POST", LOGIN, header, body=login_body())).status == 200


def test_lone_surrogate_in_utf_16_is_refused(server):
    body = '{"\ud800": 1}'.encode("utf-16", "surrogatepass")

    response = exchange(server, request("POST", LOGIN, b"Content-Type: application/json; charset=utf-16", body=body))

    assert response.status == 415


def test_valid_request_before_an_invalid_request_on_one_connection_is_answered(server):
    good, broken = request("POST", LOGIN, JSON, body=login_body()), b"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n"

    response = exchange(server, good + broken)

    assert (response.status, response.closed) == (200, True)


def test_static_file_is_sent_completely_with_content_length(server):
    response = exchange(server, request("GET", "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"))

    assert response.status == 200
    assert int(response.headers["content-length"]) == len(response.body) > 1_000_000


def test_response_to_head_has_content_length_and_no_body(server):
    got, head = (exchange(server, request(method, "/api/docs/")) for method in ("GET", "HEAD"))

    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"] == str(len(got.body))
