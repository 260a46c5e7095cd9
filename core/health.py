"""`/healthz` and `/readyz`, for load balancers."""

import logging

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from core.counters import counters

logger = logging.getLogger("bankportal.health")


def healthz(_: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(_: HttpRequest) -> JsonResponse:
    """Its database and its counters answer, else 503 and which one does not."""
    parts = {"database": _database(), "cache": _cache()}
    ready = all(parts.values())
    body = {"status": "ok" if ready else "unavailable"} | {name: "ok" if up else "down" for name, up in parts.items()}
    return JsonResponse(body, status=200 if ready else 503, headers={} if ready else {"Retry-After": "5"})


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
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
