"""`/healthz` and `/readyz`, for load balancers."""

import logging
import time
from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from core.db.clock import clock_difference, database_time, is_within_limit
from core.db.migrations import missing_migrations
from core.db.time_zone import is_time_zone_current
from core.db.timeouts import mysql_timeouts
from core.health.probes import Probe, Result
from core.ratelimit.approximate import counters

logger = logging.getLogger("bankportal.health")
DEADLINE = 2.5  # seconds for all checks together, so that the response takes less than three even if one hangs
DATABASE_SECONDS = 2  # for the connection, and for each statement

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HealthCheckMiddleware:
    """Comes before most middleware: load balancers use plain HTTP and an address that `ALLOWED_HOSTS` lacks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Responds to the two paths, and passes other requests on."""
        if request.path_info == "/healthz":
            return healthz()
        if request.path_info == "/readyz":
            return readyz()
        return self.get_response(request)


def healthz() -> JsonResponse:
    """The response of a process that runs."""
    return JsonResponse({"status": "ok"})


def readyz() -> JsonResponse:
    """Whether this server can serve: 200, or 503 and which part is at fault. Takes three seconds at most.

    `database`: `ok`, `down`, `not_migrated` or `read_only`. `clock`, compared with the database's: `ok`, `differs` or
    `unknown`. `time_zone`, compared with the one that the database records: `ok`, `differs` or `unknown`. `cache`: `ok`
    or `down`.
    """
    parts = state_of_parts()
    ready = set(parts.values()) == {"ok"}
    body = {"status": "ok" if ready else "unavailable"} | parts
    return JsonResponse(body, status=200 if ready else 503, headers={} if ready else {"Retry-After": "5"})


def state_of_parts() -> Result:
    """The parts that `/readyz` names, each with its state."""
    until = time.monotonic() + DEADLINE
    running = [(probe, probe.start()) for probe in PROBES]
    parts: Result = {}
    for probe, current in running:
        parts |= probe.result(current, max(0.0, until - time.monotonic()))
    return parts


def forget() -> None:
    """Makes the next `readyz()` run its checks again (for tests)."""
    for probe in PROBES:
        probe.forget()


def _database() -> Result:
    """Checks the database over a new connection, as requests may need one, and never over one of a request."""
    connection = _own_connection()
    try:
        missing = missing_migrations(connection)
        if missing:
            logger.warning("not ready: %d migrations are missing, the first is %s", len(missing), missing[0])
        difference = clock_difference(database_time(connection))
        if not is_within_limit(difference):
            logger.error("not ready: this server's clock is %s s ahead of the database's", difference.total_seconds())
        is_current = bool(missing) or is_time_zone_current(connection)
        if not is_current:
            logger.error("not ready: this process does not use the time zone that the database records; restart it")
        read_only = _is_read_only(connection)
        if read_only:
            logger.warning("not ready: the database is read-only")
    finally:
        connection.close()
    return {
        "database": "not_migrated" if missing else "read_only" if read_only else "ok",
        "clock": "ok" if is_within_limit(difference) else "differs",
        "time_zone": "unknown" if missing else "ok" if is_current else "differs",
    }


def _own_connection() -> BaseDatabaseWrapper:
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    limits = {"timeout": DATABASE_SECONDS}
    if connection.vendor == "mysql":
        limits = mysql_timeouts(DATABASE_SECONDS, connect=DATABASE_SECONDS)
    options = connection.settings_dict["OPTIONS"] | limits
    connection.settings_dict = connection.settings_dict | {"OPTIONS": options}
    return connection


def _is_read_only(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database server is set to read-only. SQLite has no such setting."""
    if connection.vendor != "mysql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@read_only, @@innodb_read_only")
        return any(str(value) not in {"0", "OFF"} for value in cursor.fetchone())


def _cache() -> Result:
    counters().ping()
    return {"cache": "ok"}


PROBES = (
    Probe("database", _database, {"database": "down", "clock": "unknown", "time_zone": "unknown"}),
    Probe("cache", _cache, {"cache": "down"}),
)
