"""`GET /metrics`, for Prometheus: with `METRICS_TOKEN` as Bearer, else 404."""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST

from core.api.exception_handler import error_response
from core.exceptions import NotFound
from core.metrics.exposition import exposition

PATH = "/metrics"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class MetricsMiddleware:
    """Comes before most middleware: Prometheus uses plain HTTP and an address that `ALLOWED_HOSTS` lacks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Responds to the path, and passes other requests on."""
        if request.path_info != PATH:
            return self.get_response(request)
        if request.method != "GET" or not is_authorized(request.headers.get("Authorization", "")):
            return not_found()
        return metrics()


def is_authorized(header: str) -> bool:
    """Whether an `Authorization` header has the token. Without the setting, no header has."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    same = hmac.compare_digest(header.encode("utf-8", "replace"), expected.encode())
    return bool(settings.METRICS_TOKEN) and same


def metrics() -> HttpResponse:
    """The response with all metrics."""
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def not_found() -> HttpResponse:
    """The response without the token, the same for every method."""
    response = error_response(NotFound())
    response.headers["Cache-Control"] = "no-store"
    return response
