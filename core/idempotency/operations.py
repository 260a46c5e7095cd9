"""Declares a payment: an operation that runs once for each Idempotency-Key."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework.response import Response

from core.api.operations import Errors, Operation
from core.api.requests import ApiRequest
from core.idempotency.responses import idempotent_response
from core.idempotency.service import IdempotencyKeyConflict, IdempotencyKeyInProgress, IdempotencyKeyMissing

IDEMPOTENCY_KEY_HEADER = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True,
    description="New for every payment, the same for its retries; kept for 24 hours.",
)  # fmt: skip


@dataclass(frozen=True)
class PaymentOperation(Operation):
    """An operation whose 201 is stored, and replayed to a request with the same key.

    The method runs in one transaction with the claim of the key, and runs again where that transaction does.
    """

    status: int = 201

    moves_money: ClassVar[bool] = True
    response_description: ClassVar[str] = "Posted; or, with `Idempotent-Replayed`, posted before."

    def run(self, request: ApiRequest, handler: Callable[[], Any]) -> Response:
        """Runs it under the request's key."""
        return idempotent_response(request, lambda: self.serialize(handler()))

    @property
    def documented_parameters(self) -> tuple[OpenApiParameter, ...]:
        """With the key."""
        return (*super().documented_parameters, IDEMPOTENCY_KEY_HEADER)

    def errors(self, *, view: type[Any], method: str, path: str) -> Errors:
        """With those of the key."""
        found = super().errors(view=view, method=method, path=path)
        return (*found, IdempotencyKeyMissing, IdempotencyKeyConflict, IdempotencyKeyInProgress)
