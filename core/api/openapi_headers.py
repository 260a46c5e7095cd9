"""The response headers of the OpenAPI document, which follow from the status, the content and the operation."""

from collections.abc import Iterator
from typing import Any

HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "description": "The server's id of this request, which its logs and audit events have. Quote it in "
        "questions about the request.",
        "required": True,
        "schema": {"type": "string"},
        "example": "0123456789abcdef01234567",
    },
    "Retry-After": {
        "description": "Whole seconds until another request makes sense.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
        "example": 30,
    },
    "WWW-Authenticate": {
        "description": "The scheme of the tokens (RFC 6750); with `step_up_required` the error of RFC 9470.",
        "required": True,
        "schema": {"type": "string"},
        "example": 'Bearer realm="api"',
    },
    "Idempotent-Replayed": {
        "description": "`true` where the payment was posted by an earlier request with the same key; otherwise absent.",
        "schema": {"type": "string", "enum": ["true"]},
        "example": "true",
    },
    "Content-Language": {
        "description": "The language of an error's sentences or of a PDF document, by `Accept-Language` among the "
        "bank's languages (`languages` in `/api/config/`, of which the first is the default). Absent from a replayed "
        "response, which has the language of the first request.",
        "schema": {"type": "string"},
        "example": "es",
    },
    "Content-Disposition": {
        "description": "The file name of the download.",
        "required": True,
        "schema": {"type": "string"},
        "example": 'attachment; filename="receipt-1.pdf"',
    },
}
_BY_STATUS = {"401": ["WWW-Authenticate"], "429": ["Retry-After"], "503": ["Retry-After"]}
_JSON, _PDF = "application/json", "application/pdf"


def add_response_headers(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: each response names its headers, which are components."""
    for methods in result["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                names = _headers(operation, status, response.get("content", {}))
                response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    result["components"]["headers"] = dict(sorted(HEADERS.items()))
    return result


def _takes_key(operation: dict[str, Any]) -> bool:
    """Whether it is a payment, which is stored under its key."""
    return any(each["name"] == "Idempotency-Key" and each["required"] for each in operation.get("parameters", ()))


def _headers(operation: dict[str, Any], status: str, content: dict[str, Any]) -> Iterator[str]:
    yield "X-Request-Id"
    yield from _BY_STATUS.get(status, ())
    if status >= "400" or _PDF in content:
        yield "Content-Language"
    if status == "201" and _takes_key(operation):
        yield "Idempotent-Replayed"
    if content and _JSON not in content:
        yield "Content-Disposition"
