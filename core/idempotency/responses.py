"""The responses to idempotent requests."""

from rest_framework.request import Request
from rest_framework.response import Response

from core.idempotency.service import Operation, build_request, run_once

PAYMENT_FACTS = ("account", "from_account", "to_account", "amount")  # of a body that has been validated


def idempotent_response(request: Request, user_id: int, operation: Operation) -> Response:
    """Runs `operation`, which returns the body of a 201, or replays the stored response."""
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
