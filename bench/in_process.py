"""Calls a WSGI application directly, so that only the application is timed."""

import io
import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bench.timing import Call

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def call_of(application: WsgiApplication, path: str, headers: dict[str, str]) -> Call:
    """A function that sends a GET of `path`; any status but 200 stops the measurement."""
    environ = _environ("GET", path, headers)
    return lambda: _send(application, environ, b"")


def post(application: WsgiApplication, path: str, body: dict[str, str], **headers: str) -> Any:
    """Sends a POST; returns the decoded response, None if it is empty. A refusal stops the measurement."""
    data = json.dumps(body).encode()
    length = {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(data))}
    response = _send(application, _environ("POST", path, headers) | length, data)
    return json.loads(response) if response else None


def _send(application: WsgiApplication, environ: dict[str, Any], body: bytes) -> bytes:
    def start_response(status: str, _headers: Any, _exc_info: Any = None) -> None:
        assert status.startswith("2"), status

    response: Any = application(environ | {"wsgi.input": io.BytesIO(body)}, start_response)
    received = b"".join(response)
    response.close()
    return received


def _environ(method: str, path: str, headers: dict[str, str]) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    } | {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}


def call_in_turn(application: WsgiApplication, path: str, callers: Sequence[dict[str, str]]) -> Call:
    """The same for several callers, each with headers of their own."""
    calls = itertools.cycle([call_of(application, path, headers) for headers in callers])

    def call() -> object:
        return next(calls)()

    return call
