"""Starts and supervises the worker processes, on a socket that no other server shares."""

import contextlib
import errno
import http.client
import resource
import socket
import threading
from collections.abc import Callable

from uvicorn import Config
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from bankportal.server.protocol import HEAD_TIMEOUT, HttpProtocol

APPLICATION = "bankportal.server.worker:create_application"
BACKLOG = 2048
MAX_OPEN_FILES = 65536
# Seconds that requests in progress have after SIGTERM; the whole shutdown takes less than ten.
GRACEFUL_SHUTDOWN = 6
WORKER_HEALTHCHECK_TIMEOUT = 10


class CannotListen(Exception):
    """The address is in use, or this user may not listen on it."""


class WorkerFailed(Exception):
    """A worker could not start; it has logged why."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on a port that is not shared, not even with another portal. Raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With an explicit protocol, asyncio turns off Nagle's algorithm, which delays the body of a response by 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as exc:
        listener.close()
        if exc.errno == errno.EADDRINUSE:
            raise CannotListen(f"Port {port} is already in use.") from exc
        raise CannotListen(f"Cannot listen on {host}, port {port}: {exc.strerror}.") from exc
    return listener


def run(listener: socket.socket, *, workers: int, on_ready: Callable[[], None], application: str = APPLICATION) -> None:
    """Serves until SIGTERM or SIGINT; calls `on_ready` once a worker answers. Raises WorkerFailed.

    `application` names the factory of the ASGI application, as `module:function`.
    """
    _allow_many_connections()
    config = Config(
        application,
        factory=True,
        interface="asgi3",
        http=HttpProtocol,
        ws="none",
        lifespan="on",
        loop="uvloop",
        workers=workers,
        log_config=None,
        access_log=False,
        # `core.client_info` determines the client's address, by the number of trusted proxies.
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=HEAD_TIMEOUT,
        timeout_graceful_shutdown=GRACEFUL_SHUTDOWN,
        timeout_worker_healthcheck=WORKER_HEALTHCHECK_TIMEOUT,
    )
    supervisor = Multiprocess(config, [listener])
    announcement = (listener.getsockname(), on_ready, supervisor.should_exit)
    threading.Thread(target=_announce, args=announcement, daemon=True).start()
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise WorkerFailed


def _announce(address: tuple[str, int], on_ready: Callable[[], None], should_exit: threading.Event) -> None:
    """Calls `on_ready` once a worker answers on our socket; never, if the server stops before one does."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104 (compared, not bound)
    while not _answers(host, address[1]):
        if should_exit.wait(0.05):
            return
    on_ready()


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _allow_many_connections() -> None:
    """Raises the limit of open files as far as the system allows, up to `MAX_OPEN_FILES`: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MAX_OPEN_FILES)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    with contextlib.suppress(ValueError, OSError):  # macOS reports a hard limit that it does not grant
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
