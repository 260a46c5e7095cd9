"""The OpenAPI document and its page, both public; the page needs nothing from the internet."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

# The page's scripts come from here and nowhere else; Swagger UI sets styles inline.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


class SchemaView(SpectacularAPIView):
    """`/api/schema/`. Made once a process: it takes a third of a second, and anybody may ask."""

    throttle_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """As YAML."""
        return HttpResponse(_document(), content_type="application/vnd.oai.openapi")


@cache
def _document() -> bytes:
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    renderer: Any = OpenApiYamlRenderer()
    return bytes(renderer.render(generator.get_schema(public=True)))


class DocsView(SpectacularSwaggerSplitView):
    """`/api/docs/`."""

    throttle_classes = ()
    url_name = "schema"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """With a Content-Security-Policy."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = _POLICY
        return response
