"""Idempotent requests over HTTP: the schema of their operations, and their responses."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from core.api.openapi import error_responses
from core.idempotency.service import Operation, build_request, run_once

IDEMPOTENCY_KEY_HEADER = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True,
    description="New for every payment, the same for its retries; kept for 24 hours.",
)  # fmt: skip

PAYMENT_FACTS = ("account", "from_account", "to_account", "amount")  # of a body that has been validated


def payment_schema(serializer_class: type[BaseSerializer[Any]], **options: Any) -> Callable[[Any], Any]:
    """`extend_schema` for a route that moves money and whose 201 has a body of this serializer."""
    posted = "Posted; or, with `Idempotent-Replayed`, posted before."
    return extend_schema(
        parameters=[IDEMPOTENCY_KEY_HEADER],
        responses={
            201: OpenApiResponse(serializer_class, description=posted),
            **error_responses(400, 401, 403, 404, 409, 415, 422, 429, 503),
        },
        **options,
    )


def idempotent_response(request: Request, user_id: int, operation: Operation) -> Response:
    """Runs `operation`, which returns the body of a 201, or replays the stored response."""
    view = request.parser_context["view"]
    if not getattr(view, "moves_money", False):
        raise LookupError(f"{type(view).__name__} moves money and does not say so in moves_money")
    body = dict(request.data)
    facts = {name: str(body[name]) for name in PAYMENT_FACTS if name in body}
    request._request.payment = facts  # type: ignore[attr-defined]  # for the audit row of a refusal
    idempotent_request = build_request(
        user_id=user_id,
        key=request.headers.get("Idempotency-Key"),
        method=request.method or "",
        path=request.path,
        body=body,
    )
    response = run_once(idempotent_request, operation)
    headers = {"Idempotent-Replayed": "true"} if response.replayed else {}
    return Response(response.body, status=response.status, headers=headers)
