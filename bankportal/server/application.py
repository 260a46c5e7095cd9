"""The ASGI application of a worker: reads a bounded body in the event loop, then runs Django in a thread.

A slow client occupies no thread, and `/healthz` needs none.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol
from wsgiref.util import FileWrapper

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy

from bankportal.server.environ import build_environ, read_request_ids, set_error
from bankportal.server.threads import NoFreeThread, RequestThreads
from core.api.exception_handler import error_response
from core.api.language_middleware import respond_in_language
from core.api.parsers import MAX_BODY_BYTES
from core.db.errors import log_unavailable
from core.exceptions import ApplicationError, InvalidRequest, PayloadTooLarge, RequestTimeout, ServerError, Unavailable
from core.health import middleware as health
from core.languages import fill_later
from core.logging.access_log import ANSWERED_BY_SERVER, log_access, log_response
from core.logging.request_ids import ENVIRON_KEY, HEADER, current_request_ids, serving
from core.metrics import middleware as metrics
from outbox.sender import MailSender

BODY_TIMEOUT = 10  # seconds for a request's body
QUEUE_TIMEOUT = 10  # seconds that a request may wait for a thread
READY_TIMEOUT = 2.9  # seconds for `/readyz`, a little more than its own deadline
MAIL_TIMEOUT = 2  # seconds at shutdown for the mail that is being sent
WRITER_TIMEOUT = 2  # seconds at shutdown for each writer
DISCARD_TIMEOUT = 2  # seconds that a refused client may continue sending before the connection is closed
MAX_ADMIN_BODY_BYTES = 1024 * 1024
FILE_BLOCK_BYTES = 64 * 1024
_WITHOUT_BODY = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})

logger = logging.getLogger("bankportal.server")

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Any]


class ServerResponse(NamedTuple):
    """A response to send; `body` is a FileWrapper where Django serves a file."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes | FileWrapper


class Writer(Protocol):
    """A thread that starts and ends with the worker."""

    def start(self) -> None:
        """Starts it."""

    def stop(self, timeout: float) -> bool:
        """Lets it write what it has; returns whether it ended in time."""


class ClientDisconnected(Exception):
    """The client closed the connection before its request was complete."""


class Application:
    """The portal's ASGI application, which uvicorn calls."""

    def __init__(
        self,
        django: WsgiApplication,
        threads: int,
        mail_sender: MailSender | None = None,
        writers: Sequence[Writer] = (),
    ) -> None:
        """`writers` are threads that write what requests have collected."""
        self._django = django
        self._writers = writers
        self._mail_sender = mail_sender
        self._threads = RequestThreads(threads, queue_timeout=QUEUE_TIMEOUT, name="request")
        # A thread of its own: `/readyz` must answer while all other threads wait for a database that hangs.
        self._readiness = RequestThreads(1, queue_timeout=QUEUE_TIMEOUT, name="readiness")
        self._scrapes = RequestThreads(1, queue_timeout=QUEUE_TIMEOUT, name="metrics")
        self._ready: asyncio.Future[HttpResponse] | None = None

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Handles one request, or the worker's `lifespan` events."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        with serving(read_request_ids(scope)):
            path = scope["path"]
            if path == "/healthz":
                await _send_health(scope, send, health.healthz())
            elif path == "/readyz":
                await _send_health(scope, send, await self._readyz())
            elif path == metrics.PATH:
                await _send_health(scope, send, await self._metrics(scope))
            else:
                await self._serve(scope, receive, send)

    async def _serve(self, scope: Any, receive: Receive, send: Send) -> None:
        body, error = b"", None
        try:
            body = await _read_body(scope, receive)
        except ApplicationError as exc:
            error = exc
        except ClientDisconnected:
            return
        environ = build_environ(scope, body)
        if error is not None:
            set_error(environ, error)
        response = await self._run_in_thread(environ)
        if error is None:
            await _send(send, response)
        else:
            await _send_and_discard(send, receive, response)

    async def _run_in_thread(self, environ: dict[str, Any]) -> ServerResponse:
        try:
            response: ServerResponse = await self._threads.submit(lambda: self._run(environ))
        except NoFreeThread:
            word, reason = "no_thread", f"no thread was free within {QUEUE_TIMEOUT} seconds"
        except asyncio.CancelledError:
            # The worker must stop, and cannot wait for the thread.
            word, reason = "stopping", "the server is stopping, and the request took too long"
        except Exception:
            logger.exception("unhandled exception outside Django's handler")
            return _error_response(environ, ServerError())
        else:
            return response
        log_unavailable(environ["REQUEST_METHOD"], environ["PATH_INFO"], reason, word=word)
        return _error_response(environ, Unavailable())

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        """Starts the writers and the sender of mails.

        At shutdown, when all requests have ended, the writers write what is collected, and the mail that is being sent
        has `MAIL_TIMEOUT`.
        """
        await receive()
        for writer in self._writers:
            writer.start()
        if self._mail_sender is not None:
            self._mail_sender.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for writer in self._writers:
            await asyncio.to_thread(writer.stop, WRITER_TIMEOUT)
        if self._mail_sender is not None:
            await asyncio.to_thread(self._mail_sender.stop, MAIL_TIMEOUT)
        await send({"type": "lifespan.shutdown.complete"})

    async def _readyz(self) -> HttpResponse:
        """Runs one check at a time; requests that arrive during a check get its result."""
        if self._ready is None or self._ready.done():
            self._ready = self._readiness.submit(health.readyz)
        try:
            async with asyncio.timeout(READY_TIMEOUT):
                return await asyncio.shield(self._ready)
        except (TimeoutError, NoFreeThread):
            logger.warning("not ready: the checks took more than %s seconds", READY_TIMEOUT)
            return _unavailable()

    async def _metrics(self, scope: Any) -> HttpResponse:
        """Runs in a thread of its own, as `/readyz` does."""
        sent = [value for name, value in scope["headers"] if name == b"authorization"]
        if scope["method"] != "GET" or len(sent) != 1 or not metrics.is_authorized(sent[0].decode("latin-1")):
            return metrics.not_found()
        try:
            response: HttpResponse = await self._scrapes.submit(metrics.metrics)
        except NoFreeThread:
            return _unavailable()
        return response

    def _run(self, environ: dict[str, Any]) -> ServerResponse:
        """Calls Django, in a thread. Streamed content is generated here too, after the middleware has run."""
        with serving(environ[ENVIRON_KEY]):
            return self._call_django(environ)

    def _call_django(self, environ: dict[str, Any]) -> ServerResponse:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> None:
            started.append((status, headers))

        result = self._django(environ, start_response)
        is_file = isinstance(result, FileWrapper)
        try:
            body = result if is_file else b"".join(result)
        finally:
            if not is_file:
                result.close()
        status, headers = started[0]
        return ServerResponse(int(status[:3]), _encoded(headers), body)


async def _read_body(scope: Any, receive: Receive) -> bytes:
    """The whole body. Raises PayloadTooLarge as soon as the limit is passed, RequestTimeout, ClientDisconnected."""
    limit = MAX_ADMIN_BODY_BYTES if scope["path"].startswith("/admin/") else MAX_BODY_BYTES
    headers = dict(scope["headers"])
    length, coding = headers.get(b"content-length", b"0"), headers.get(b"transfer-encoding")
    if coding is None and length == b"0":
        return b""
    if coding is not None and coding.lower() != b"chunked":
        raise InvalidRequest(gettext_lazy("The only transfer coding that is understood is chunked."))
    if len(length) > 15 or int(length) > limit:  # llhttp accepts digits only
        raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT):
            more = True
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise ClientDisconnected
                body += message.get("body", b"")
                if len(body) > limit:
                    raise _too_large(limit)
                more = message.get("more_body", False)
    except TimeoutError as exc:
        raise RequestTimeout from exc
    return bytes(body)


def _too_large(limit: int) -> PayloadTooLarge:
    return PayloadTooLarge(fill_later(gettext_lazy("The body is larger than %(limit)s kB."), limit=limit // 1024))


def _server_response(response: HttpResponse) -> ServerResponse:
    response.headers[HEADER] = current_request_ids().request_id
    return ServerResponse(response.status_code, _encoded(response.items()), response.content)


async def _send_health(scope: Any, send: Send, response: HttpResponse) -> None:
    client = scope["client"] or ("", 0)
    log_access(scope["method"], scope["path"], response.status_code, ip_address=client[0])
    await _send(send, _server_response(response))


def _error_response(environ: dict[str, Any], error: ApplicationError) -> ServerResponse:
    """The server's own response to an error, with the access log line that Django's middleware would write."""
    environ[ANSWERED_BY_SERVER] = True
    request = HttpRequest()
    request.META, request.method, request.path_info = environ, environ["REQUEST_METHOD"], environ["PATH_INFO"]
    log_response(request, error.status)
    response = respond_in_language(environ, lambda: error_response(error))
    response.headers["Cache-Control"] = "no-store"
    return _server_response(response)


def _unavailable() -> HttpResponse:
    return JsonResponse({"status": "unavailable"}, status=503, headers={"Retry-After": "5"})


def _encoded(headers: Any) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]


async def _send(send: Send, response: ServerResponse, *, close: bool = False, more_body: bool = False) -> None:
    headers, body = response.headers, response.body
    if isinstance(body, bytes) and response.status not in _WITHOUT_BODY:
        headers = [header for header in headers if header[0] != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
    if close:
        headers = [*headers, (b"connection", b"close")]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if isinstance(body, bytes):
        await send({"type": "http.response.body", "body": body, "more_body": more_body})
    else:
        await _send_file(send, body)


async def _send_file(send: Send, file: FileWrapper) -> None:
    """Sends the file in blocks, each after the client has received the one before."""
    try:
        while block := file.filelike.read(FILE_BLOCK_BYTES):
            await send({"type": "http.response.body", "body": block, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        file.close()


async def _send_and_discard(send: Send, receive: Receive, response: ServerResponse) -> None:
    """Responds to a request whose body was not read, and closes the connection.

    A client that is still sending would see a connection reset in place of the response, so what it sends within
    `DISCARD_TIMEOUT` is read and discarded.
    """
    await _send(send, response, close=True, more_body=True)
    try:
        async with asyncio.timeout(DISCARD_TIMEOUT):
            while (await receive()).get("more_body"):
                pass
    except TimeoutError:
        pass
    await send({"type": "http.response.body", "body": b""})
