"""The ids of the current request: our own, and one that the client has sent."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

HEADER = "X-Request-Id"
ENVIRON_KEY = "bankportal.request_ids"  # in the WSGI environment
MAX_CLIENT_REQUEST_ID = 64
_CLIENT_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


@dataclass(frozen=True, slots=True)
class RequestIds:
    """Both are empty outside of requests. `started_at` is a reading of `time.perf_counter`."""

    request_id: str = ""
    client_request_id: str = ""
    started_at: float = 0.0

    def milliseconds(self) -> float:
        """How long the request has taken so far."""
        return round((time.perf_counter() - self.started_at) * 1000, 1)


NO_REQUEST = RequestIds()
_current: ContextVar[RequestIds] = ContextVar("request_ids", default=NO_REQUEST)


def is_request_id(text: str) -> bool:
    """Whether `text` has the form of a request id: 8 to 64 of `[A-Za-z0-9-]`."""
    return _CLIENT_REQUEST_ID.fullmatch(text) is not None


def new_request_ids(sent: str | None = None) -> RequestIds:
    """Ids for a new request. `sent` is the client's header; an invalid one is ignored."""
    client_request_id = sent if sent is not None and is_request_id(sent) else ""
    return RequestIds(os.urandom(12).hex(), client_request_id, time.perf_counter())


def current_request_ids() -> RequestIds:
    """The ids of the request that this thread or task serves; NO_REQUEST outside of requests."""
    return _current.get()


@contextmanager
def serving(ids: RequestIds) -> Iterator[None]:
    """Context manager in which all log lines of this thread or task have these ids."""
    token = _current.set(ids)
    try:
        yield
    finally:
        _current.reset(token)
