"""uvicorn's HTTP/1.1 protocol (llhttp), with a time limit for everything that a client can delay.

uvicorn itself waits without a limit for the request line, for the headers and for a client that does not read, and
answers requests that it cannot parse in plain text.
"""

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from core.logging.access_log import log_access
from core.logging.request_ids import HEADER, new_request_ids, serving

HEAD_TIMEOUT = 15  # seconds from the connection, or from the last response, to the end of a request's headers
WRITE_TIMEOUT = 15  # seconds within which a client must read a part of what was sent
MAX_HEAD_BYTES = 64 * 1024
MAX_HEADERS = 100


class HttpProtocol(HttpToolsProtocol):
    """One connection. A request that cannot be parsed gets an error in the API's format, and closes the connection."""

    _head_timer: asyncio.TimerHandle | None = None
    _write_timer: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _reading_head = True
    _refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the timeout for the headers of the first request."""
        super().connection_made(transport)
        # Every byte that the client has not read counts.
        transport.set_write_buffer_limits(high=0)
        self._start_head_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the timeouts."""
        self._stop_head_timer()
        self._stop_write_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Passes the data to the parser; refuses headers that are too large."""
        if self._refused:
            return
        if self._reading_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._reading_head and self._head_bytes and not self._refused:  # a part of the headers is still to come
            self._start_head_timer()
            if self._head_bytes > MAX_HEAD_BYTES:
                self._refuse(431, "headers_too_large", "The headers of the request are too large.")

    def on_message_begin(self) -> None:
        """A new request."""
        super().on_message_begin()
        self._reading_head = True

    def on_headers_complete(self) -> None:
        """Stops the timeout for the headers, checks their size and starts the request."""
        self._stop_head_timer()
        received, self._reading_head, self._head_bytes = self._head_bytes, False, 0
        if len(self.headers) > MAX_HEADERS or (received > MAX_HEAD_BYTES and self._head_size() > MAX_HEAD_BYTES):
            self._refuse(431, "headers_too_large", "The headers of the request are too large.")
            return
        super().on_headers_complete()

    def _head_size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def on_body(self, body: bytes) -> None:
        """Part of a body, unless the request was refused."""
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The end of a request, unless it was refused."""
        self._reading_head = True
        if not self._refused:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuses what llhttp cannot parse: two lengths, a broken chunk, a control character in a header, …"""
        self._refuse(400, "invalid_request", "The request is not valid HTTP.")

    def pause_writing(self) -> None:
        """The client reads more slowly than the server sends: starts the write timeout."""
        super().pause_writing()
        self._watch_writing(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """The client has read everything: stops the write timeout."""
        self._stop_write_timer()
        super().resume_writing()

    def _watch_writing(self, unread: int) -> None:
        self._write_timer = self.loop.call_later(WRITE_TIMEOUT, self._check_writing, unread)

    def _check_writing(self, unread_before: int) -> None:
        unread = self.transport.get_write_buffer_size()
        if unread >= unread_before:
            self.transport.abort()
        else:
            self._watch_writing(unread)

    def _stop_write_timer(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None

    def _start_head_timer(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_TIMEOUT, self.timeout_keep_alive_handler)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self, status: int, code: str, message: str) -> None:
        """Responds without calling the application, and closes the connection.

        If an earlier request on this connection has no response yet, that response is the last one.
        """
        self._refused = True
        self._stop_head_timer()
        if self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body:
            self.cycle.keep_alive = False
            return
        ids = new_request_ids()
        with serving(ids):
            log_access(None, "-", status, ip_address=self.client[0] if self.client else "", timed=False)
        body = json.dumps({"error": message, "code": code}, separators=(",", ":")).encode()
        headers: list[tuple[bytes, bytes]] = [
            *self.server_state.default_headers,
            (b"content-type", b"application/json"),
            (b"cache-control", b"no-store"),
            (HEADER.lower().encode(), ids.request_id.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        lines: list[Any] = [STATUS_LINE[status], *(b"%b: %b\r\n" % header for header in headers), b"\r\n", body]
        self.transport.write(b"".join(lines))
        self.transport.close()
