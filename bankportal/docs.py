"""The OpenAPI document and its page, both public; the page needs nothing from the internet."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

# The page's scripts come from here and nowhere else; Swagger UI sets styles inline.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


class SchemaView(SpectacularAPIView):
    """`/api/schema/`."""

    throttle_classes = ()


class DocsView(SpectacularSwaggerSplitView):
    """`/api/docs/`."""

    throttle_classes = ()
    url_name = "schema"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """With a Content-Security-Policy."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = _POLICY
        return response
