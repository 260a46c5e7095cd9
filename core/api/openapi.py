"""Generates the OpenAPI document from the operations that views declare, and the schema of a page."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

from core.api.openapi_errors import declared_error_responses
from core.api.operations import Body, Operation


class _Strict(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # drf-spectacular has no types here
    """Declares that a request body has no additional fields."""

    target_class = "core.api.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> Any:
        mapped = auto_schema._map_serializer
        schema = mapped(self.target, direction, bypass_extensions=True)  # type: ignore[no-untyped-call]
        return {**schema, "additionalProperties": False}


class DeclaredSchema(AutoSchema):
    """Documents an operation from what its view declares (`core.api.operations`)."""

    @property
    def declared(self) -> Operation:
        """The operation of this method. The document excludes views that do not declare one."""
        found: Operation = getattr(self.view, self.method.lower()).operation
        return found

    def get_operation_id(self) -> str:
        """The declared id."""
        return self.declared.id

    def get_summary(self) -> str:
        """The declared summary."""
        return self.declared.summary

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular's
        """The declared description, or the docstring of the view."""
        return self.declared.description or str(super().get_description())

    def get_auth(self) -> list[Any]:
        """None for an operation that everyone may call, unless it declares what it does with a token."""
        if self.declared.security is not None:
            return self.declared.security
        return [] if self.declared.allow.public else list(super().get_auth())

    def get_operation(self, *arguments: Any) -> dict[str, Any] | None:
        """The operation; `security` is empty, not absent, where everyone may call it."""
        operation: dict[str, Any] | None = super().get_operation(*arguments)
        if operation is not None:
            operation.setdefault("security", [])
        return operation

    def get_request_serializer(self) -> Any:
        """The declared body."""
        if isinstance(self.declared.body, Body):
            return None
        return self.declared.body(partial=True) if self.declared.partial else self.declared.body

    def get_response_serializers(self) -> Any:
        """The success responses, and one for each status of an error that the operation can have."""
        found = self.declared.errors(view=type(self.view), method=self.method, path=self.path)
        return {**self._successes(self.declared), **declared_error_responses(self, self.declared.id, found)}

    def _successes(self, declared: Operation) -> dict[Any, Any]:
        if isinstance(declared.response, dict):
            return {
                (declared.status, media_type): _described(declared.status, each)
                for media_type, each in declared.response.items()
            }
        found = {declared.status: declared.response, **declared.other_responses}
        return {
            status: _described(status, each, declared.response_description) for status, each in sorted(found.items())
        }

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """The name of the class, without the underscore of a private one."""
        return str(super().get_serializer_name(serializer, direction)).lstrip("_")

    def get_override_parameters(self) -> list[Any]:
        """The declared query parameters and headers."""
        query = self.declared.query.parameters() if self.declared.query else []
        return [*query, *self.declared.documented_parameters]

    def _get_parameters(self) -> list[dict[str, Any]]:
        """Allows empty query parameters, which count as not given (`core.api.query`)."""
        parameters: list[dict[str, Any]] = super()._get_parameters()
        return [{**each, "allowEmptyValue": True} if each["in"] == "query" else each for each in parameters]


def _described(status: int, response: Any, description: str = "") -> OpenApiResponse:
    """The response with its description, by default the name of its status."""
    return OpenApiResponse(response, description=description or f"{HTTPStatus(status).phrase}.")


# The security of an operation that works without a token too (drf-spectacular's type knows names only).
OPTIONAL_AUTH: list[Any] = [{"bearer": []}, {"cookie": []}, {}]


def paginated_schema(serializer_class: type[serializers.BaseSerializer[Any]]) -> Any:
    """A cursor page of rows."""
    name = serializer_class.__name__.removesuffix("Serializer")
    return inline_serializer(
        f"{name}Page",
        {
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": serializer_class(many=True),
        },
    )
