"""The responses to idempotent requests."""

from rest_framework.response import Response

from core.api.requests import ApiRequest
from core.idempotency.service import Operation, build_request, run_once

PAYMENT_FACTS = ("account", "from_account", "to_account", "amount")  # of a body that has been validated


def idempotent_response(request: ApiRequest, operation: Operation) -> Response:
    """Runs `operation`, which returns the body of a 201, or replays the stored response."""
    body = dict(request.data)
    facts = {name: str(body[name]) for name in PAYMENT_FACTS if name in body}
    request.http_request.payment = facts  # type: ignore[attr-defined]  # for the audit row of a refusal
    idempotent_request = build_request(
        user_id=int(request.user.pk or 0),
        key=request.headers.get("Idempotency-Key"),
        method=request.method or "",
        path=request.path,
        body=body,
    )
    response = run_once(idempotent_request, operation)
    headers = {"Idempotent-Replayed": "true"} if response.replayed else {}
    return Response(response.body, status=response.status, headers=headers)
