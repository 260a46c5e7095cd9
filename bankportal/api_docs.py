"""The OpenAPI document and its page, both public; the page needs nothing from the internet."""

from functools import cache
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

from core.api.declared_query import DeclaredQuery
from core.api.query import ChoiceParameter, QuerySerializer, TextParameter

# The page's scripts come from here and nowhere else; Swagger UI sets styles inline.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


_YAML, _JSON = "application/vnd.oai.openapi", "application/json"


class SchemaQuery(QuerySerializer):
    """The parameter of the document."""

    format = ChoiceParameter(["yaml", "json"])


class SchemaView(DeclaredQuery, SpectacularAPIView):
    """`/api/schema/`. Generated once in each process: it takes a third of a second, and the route is public."""

    throttle_classes = ()
    query = SchemaQuery

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """In the format of the query parameter, else in the one that `Accept` prefers, else in YAML."""
        form = SchemaQuery.read(request)["format"]
        preferred = request._request.get_preferred_type([_YAML, _JSON, f"{_YAML}+json"])
        if form == "json" or (form is None and preferred not in {None, _YAML}):
            return HttpResponse(_document("json"), content_type=_JSON)
        return HttpResponse(_document("yaml"), content_type=_YAML)


@cache
def _document(form: Literal["yaml", "json"]) -> bytes:
    generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
    renderer: Any = OpenApiYamlRenderer() if form == "yaml" else OpenApiJsonRenderer()
    with translation.override(settings.LANGUAGE_CODE):  # not in that of the first request
        return bytes(renderer.render(generator.get_schema(public=True)))


class DocsQuery(QuerySerializer):
    """The parameter of the page, by which drf-spectacular serves its script."""

    script = TextParameter()


class DocsView(DeclaredQuery, SpectacularSwaggerSplitView):
    """`/api/docs/`."""

    throttle_classes = ()
    query = DocsQuery
    url_name = "schema"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Adds the page's Content-Security-Policy."""
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = _POLICY
        return response
