"""`/api/loans/{id}/disburse/`, `repay/`, `write-off/`: each once under its Idempotency-Key."""

from collections.abc import Callable
from functools import partial

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.serializers import ReasonSerializer
from core.api.serializers import StrictSerializer, validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from core.idempotency.responses import idempotent_response, payment_schema
from loans.serializers import LoanTransactionSerializer, RepaymentSerializer, loan_transaction_body
from loans.services.servicing import Moved, disburse_loan, repay_loan, write_off_loan
from users.request import current_user

_payment_schema = partial(payment_schema, LoanTransactionSerializer)


class DisburseView(ApiView):
    """Disburses a loan into its account."""

    permissions = {"POST": requires(Capability.DISBURSE_LOAN)}
    moves_money = True

    @_payment_schema(operation_id="disburse_loan", summary="Disburse a loan", request=None)
    def post(self, request: Request, loan_id: int) -> Response:
        validate_body(StrictSerializer, request.data)
        operation = partial(
            disburse_loan, actor=current_user(request), loan_id=loan_id, client=get_client_info(request._request)
        )
        return _post(request, operation)


class RepayView(ApiView):
    """Repays a loan, from an account or at the counter."""

    permissions = {"POST": requires(Capability.REPAY_OWN_LOAN, Capability.TAKE_LOAN_REPAYMENT)}
    moves_money = True

    @_payment_schema(
        operation_id="repay_loan",
        summary="Repay a loan",
        description="Members from an account of their own (the loan's, where none is named); staff in cash, or from an "
        "account of the borrower. More than would settle the loan today is refused, with that amount.",
        request=RepaymentSerializer,
    )
    def post(self, request: Request, loan_id: int) -> Response:
        body = validate_body(RepaymentSerializer, request.data)
        operation = partial(
            repay_loan,
            actor=current_user(request),
            loan_id=loan_id,
            amount=body["amount"],
            from_number=body.get("from_account"),
            client=get_client_info(request._request),
        )
        return _post(request, operation)


class WriteOffView(ApiView):
    """Writes off the outstanding principal."""

    permissions = {"POST": requires(Capability.WRITE_OFF_LOAN)}
    moves_money = True

    @_payment_schema(operation_id="write_off_loan", summary="Write off a loan", request=ReasonSerializer)
    def post(self, request: Request, loan_id: int) -> Response:
        operation = partial(
            write_off_loan,
            actor=current_user(request),
            loan_id=loan_id,
            reason=validate_body(ReasonSerializer, request.data)["reason"],
            client=get_client_info(request._request),
        )
        return _post(request, operation)


def _post(request: Request, operation: Callable[[], Moved]) -> Response:
    """Posts a loan's transaction with the request's Idempotency-Key."""
    return idempotent_response(request, current_user(request).pk, lambda: loan_transaction_body(*operation()))
