"""Translates a request from ASGI into the WSGI environment that Django reads, with every header as it was sent."""

import io
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.util import FileWrapper

from django.utils.translation import gettext_lazy

from core.api.middleware import REQUEST_ERROR
from core.exceptions import ApplicationError, InvalidRequest, UnsupportedMediaType
from core.languages import fill_later
from core.logging.request_ids import ENVIRON_KEY, RequestIds, current_request_ids, new_request_ids

Headers = Iterable[tuple[bytes, bytes]]
MAX_CONTENT_TYPE = 256  # characters
_UTF_8 = frozenset({"utf-8", "utf8"})

# Headers that may be sent once (RFC 9110): of two it is not clear which one applies.
_SINGLE = frozenset(
    {"HTTP_HOST", "HTTP_AUTHORIZATION", "CONTENT_TYPE", "HTTP_IDEMPOTENCY_KEY", "HTTP_ORIGIN", "HTTP_REFERER",
     "HTTP_USER_AGENT"}
)  # fmt: skip
# Headers that the server has processed: the body is complete, and Django does not manage the connection.
_CONSUMED = frozenset({b"content-length", b"transfer-encoding", b"connection", b"expect"})


def build_environ(scope: Any, body: bytes) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of a request whose body has been read whole.

    Header names with an underscore are dropped: WSGI could not tell them from the names with a hyphen
    (CVE-2015-0219). The error of a request that must not reach a view is under `core.api.middleware.REQUEST_ERROR`.
    """
    server, client = scope["server"] or ("localhost", 0), scope["client"] or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        ENVIRON_KEY: current_request_ids(),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileWrapper,
        "CONTENT_LENGTH": str(len(body)) if body else "",
    }
    _add_headers(environ, scope["headers"])
    _check_content_type(environ, has_body=bool(body))
    return environ


def read_request_ids(scope: Any) -> RequestIds:
    """Ids for the request of `scope`. A client's own is ignored if it is sent more than once."""
    sent = [value for name, value in scope["headers"] if name == b"x-request-id"]
    return new_request_ids(sent[0].decode("latin-1") if len(sent) == 1 else None)


def set_error(environ: dict[str, Any], error: ApplicationError) -> None:
    """Makes Django respond with this error instead of calling the view; the first error is kept."""
    environ.setdefault(REQUEST_ERROR, error)


def _add_headers(environ: dict[str, Any], headers: Headers) -> None:
    for raw_name, raw_value in headers:
        key = _key(raw_name)
        if key is None:
            continue
        value = raw_value.decode("latin-1")
        if key not in environ:
            environ[key] = value
        elif key in _SINGLE:
            name = raw_name.decode("latin-1").title()
            set_error(
                environ,
                InvalidRequest(fill_later(gettext_lazy("The %(name)s header was sent more than once."), name=name)),
            )
        else:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ", ") + value


@lru_cache(maxsize=256)  # clients send the same few names again and again
def _key(raw_name: bytes) -> str | None:
    """The key of a header in the environment; None for one that Django does not get."""
    if b"_" in raw_name or raw_name in _CONSUMED:
        return None
    name = raw_name.decode("latin-1").upper().replace("-", "_")
    return name if name == "CONTENT_TYPE" else f"HTTP_{name}"


def _check_content_type(environ: dict[str, Any], *, has_body: bool) -> None:
    """Refuses charsets other than UTF-8. Without a body the header is dropped: Django would look its charset up."""
    content_type = environ.get("CONTENT_TYPE")
    if content_type is None:
        return
    if not has_body:
        del environ["CONTENT_TYPE"]
    elif not _is_readable(content_type):
        del environ["CONTENT_TYPE"]
        set_error(environ, UnsupportedMediaType(gettext_lazy("Send the body in UTF-8.")))


def _is_readable(content_type: str) -> bool:
    """Whether the header is in plain ASCII and names no charset but UTF-8 (RFC 8259 section 8.1)."""
    if not content_type.isascii() or len(content_type) > MAX_CONTENT_TYPE:
        return False
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        name = name.strip().lower()
        if name.startswith("charset") and (name != "charset" or value.strip().strip('"').lower() not in _UTF_8):
            return False
        if name.endswith("*"):  # RFC 2231: a charset inside a parameter
            return False
    return True
