"""The errors of the OpenAPI document: one shape for all, and the codes of each operation."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from core.api.exception_handler import error_for_status
from core.exceptions import ApplicationError

# drf-spectacular makes a component of each `enum`; `inline_error_codes` renames this key afterwards.
_CODES = "x-codes"

_MEANINGS = {
    400: "The input is at fault.",
    401: "No token, or one that is not accepted; `code` says why.",
    403: "Forbidden for this role, or the request is cross-site.",
    404: "Not found or not accessible.",
    409: "The state has moved.",
    413: "The body is larger than 64 kB.",
    415: "The body is not JSON in UTF-8.",
    422: "A banking rule refuses.",
    429: "Too many requests; `Retry-After` says when to come back.",
    503: "A part the bank needs is down or busy; `Retry-After` says when to come back.",
}


class ErrorSerializer(serializers.Serializer[Any]):
    """The one shape of every error."""

    error = serializers.CharField(help_text="One plain sentence.")
    code = serializers.CharField(help_text="A machine name; see the table of codes.")
    fields = serializers.DictField(  # type: ignore[assignment]  # the contract's name, which Serializer has too
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="On a 400: what is wrong with each field.",
    )
    details = serializers.DictField(
        child=serializers.CharField(),
        required=False,
        help_text="Figures to act on: `available` of `insufficient_funds`, `limit` and `left` of `limit_exceeded`, "
        "`settlement_amount` of `overpayment`.",
    )


def declared_error_responses(
    schema: AutoSchema, operation_id: str, errors: Iterable[type[ApplicationError]]
) -> dict[int, OpenApiResponse]:
    """A response for each status of the errors. All have the operation's error component, which lists its codes."""
    codes: dict[int, set[str]] = defaultdict(set)
    for error in errors:
        codes[error.status].add(error.code)
    component = _component(schema, operation_id, sorted(set().union(*codes.values())))
    return {
        status: OpenApiResponse(component, description=_description(status, codes[status])) for status in sorted(codes)
    }


def error_component_name(operation_id: str) -> str:
    """`RepayLoanError` for `repay_loan`."""
    return "".join(word.capitalize() for word in operation_id.split("_")) + "Error"


def inline_error_codes(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: makes the codes of each error component its `enum`."""
    for schema in result["components"]["schemas"].values():
        for part in schema.get("allOf", ()):
            code = part.get("properties", {}).get("code", {})
            if _CODES in code:
                code["enum"] = code.pop(_CODES)
    return result


def _component(schema: AutoSchema, operation_id: str, codes: list[str]) -> dict[str, Any]:
    """A reference to the component of the operation's errors, which is registered."""
    name = error_component_name(operation_id)
    shape: Any = schema.resolve_serializer(ErrorSerializer, "response")
    own = {"type": "object", "properties": {"code": {"type": "string", _CODES: codes}}, "required": ["code"]}
    component = ResolvedComponent(  # type: ignore[no-untyped-call]
        name, ResolvedComponent.SCHEMA, {"allOf": [shape.ref, own]}, object=name
    )
    schema.registry.register_on_missing(component)
    reference: dict[str, Any] = component.ref
    return reference


def _description(status: int, codes: set[str]) -> str:
    """What the status means, and its codes, unless that is the status's own code alone."""
    if codes == {error_for_status(status).code}:
        return _MEANINGS[status]
    return f"{_MEANINGS[status]} Codes: {', '.join(f'`{code}`' for code in sorted(codes))}."
