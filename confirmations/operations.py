"""Finds the operation of a request that is to be confirmed, and judges the request as the operation itself would."""

from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext, gettext_lazy

from confirmations.summary import Summary
from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.api.step_up import StepUp
from core.api.views import ApiView
from core.exceptions import InvalidRequest
from core.idempotency.service import IdempotencyKeyMissing, is_valid_key

NOT_CONFIRMABLE = gettext_lazy("No request with this method and path can be confirmed.")


@dataclass(frozen=True)
class FoundOperation:
    """An operation that declares a step-up, and the parameters of the path."""

    operation: Operation
    step_up: StepUp
    view: type[ApiView]
    arguments: dict[str, Any]

    def judge(self, request: ApiRequest, body: dict[str, Any], key: str | None) -> Summary:
        """What the request would do. `request` is that of its user, to another route.

        Raises PermissionDenied, FactorSetupRequired, IdempotencyKeyMissing, NotFound, Throttled, and DRF's
        ValidationError for the body, in the order in which the operation itself would.
        """
        self.operation.allow.has_permission(request, self.view)
        given = self.operation.read_body(request, body, self.arguments)
        _check_key(self.operation, key)
        summary: Summary = self.step_up.summarize(request, **self.arguments, **given)
        return summary


def find_operation(method: str, path: str) -> FoundOperation:
    """The operation. Raises InvalidRequest where there is none, or one that never needs a confirmation."""
    try:
        match = resolve(path)
    except Resolver404 as exc:
        raise InvalidRequest(path=NOT_CONFIRMABLE) from exc
    view = getattr(match.func, "cls", None)
    operation: Operation | None = (
        view.operations().get(method) if view is not None and issubclass(view, ApiView) else None
    )
    if view is None or operation is None or operation.step_up is None:
        raise InvalidRequest(path=NOT_CONFIRMABLE)
    return FoundOperation(operation, operation.step_up, view, match.kwargs)


def _check_key(operation: Operation, key: str | None) -> None:
    if operation.moves_money and (key is None or not is_valid_key(key)):
        raise IdempotencyKeyMissing(gettext("Send the idempotency_key of the request that is confirmed."))
    if key is not None and not operation.moves_money:
        raise InvalidRequest(idempotency_key=gettext("This request has no Idempotency-Key."))
