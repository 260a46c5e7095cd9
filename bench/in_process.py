"""Calls a WSGI application directly, so that only the application is timed."""

import io
from collections.abc import Callable, Iterable
from typing import Any

from bench.timing import Call

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def call_of(application: WsgiApplication, path: str, headers: dict[str, str]) -> Call:
    """A function that sends a GET of `path`; any status but 200 stops the measurement."""
    environ = {
        "REQUEST_METHOD": "GET",
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

    def start_response(status: str, _headers: Any, _exc_info: Any = None) -> None:
        assert status == "200 OK", status

    def call() -> bytes:
        response: Any = application(environ | {"wsgi.input": io.BytesIO()}, start_response)
        body = b"".join(response)
        response.close()
        return body

    return call
