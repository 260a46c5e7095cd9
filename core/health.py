"""`/healthz` and `/readyz`, for load balancers."""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from core.counters import counters

logger = logging.getLogger("bankportal.health")


GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HealthChecks:
    """Answers before everything else: a balancer asks by address, which is no host of ours, and over plain HTTP."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The two paths; all else is passed on."""
        if request.path_info == "/healthz":
            return healthz()
        if request.path_info == "/readyz":
            return readyz()
        return self.get_response(request)


def healthz() -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz() -> JsonResponse:
    """Its database (migrated) and its counters answer, else 503 and which one does not."""
    parts = {"database": _database(), "cache": _cache()}
    ready = all(parts.values())
    body = {"status": "ok" if ready else "unavailable"} | {name: "ok" if up else "down" for name, up in parts.items()}
    return JsonResponse(body, status=200 if ready else 503, headers={} if ready else {"Retry-After": "5"})


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except Error as exc:
        logger.warning("database down: %s", exc)
        connection.close()
        return False
    return True


def _cache() -> bool:
    try:
        counters().ping()
    except Exception as exc:  # noqa: BLE001 (the Redis client's errors; the package is not always installed)
        logger.warning("cache down: %s", exc)
        return False
    return True
