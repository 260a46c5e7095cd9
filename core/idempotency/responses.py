"""The HTTP side of `core.idempotency.service`."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from core.idempotency.service import Operation, build_request, run_once

IDEMPOTENCY_KEY_HEADER = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True,
    description="New for every payment, the same for its retries; kept for 24 hours.",
)  # fmt: skip

PAYMENT_FACTS = ("account", "from_account", "to_account", "amount")  # of a body that has been validated


def idempotent_response(request: Request, user_id: int, operation: Operation) -> Response:
    """Runs `operation`, which returns the body of a 201, or replays the stored response."""
    view = request.parser_context["view"]
    if not getattr(view, "moves_money", False):
        raise LookupError(f"{type(view).__name__} moves money and does not say so in moves_money")
    body = dict(request.data)
    facts = {name: str(body[name]) for name in PAYMENT_FACTS if name in body}
    request._request.payment = facts  # type: ignore[attr-defined]  # for the audit row of a refusal
    call = build_request(
        user_id=user_id,
        key=request.headers.get("Idempotency-Key"),
        method=request.method or "",
        path=request.path,
        body=body,
    )
    response = run_once(call, operation)
    headers = {"Idempotent-Replayed": "true"} if response.replayed else {}
    return Response(response.body, status=response.status, headers=headers)
