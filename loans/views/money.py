"""`/api/loans/{id}/disburse/`, `repay/`, `write-off/`: each once under its Idempotency-Key."""

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.serializers import ReasonSerializer
from core.api.openapi import error_responses
from core.api.serializers import StrictSerializer, validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from core.idempotency.responses import IDEMPOTENCY_KEY_HEADER, idempotent_response
from loans.serializers import MovedSerializer, RepaymentSerializer, moved_body
from loans.services.money import disburse_loan, repay_loan, write_off_loan
from users.request import current_user

_ANSWERS = {
    201: OpenApiResponse(MovedSerializer, description="Posted; or, with `Idempotent-Replayed`, posted before."),
    **error_responses(400, 401, 403, 404, 409, 415, 422, 429, 503),
}


class DisburseView(ApiView):
    """Into the loan's account."""

    access = {"POST": requires(Capability.DISBURSE_LOAN)}
    moves_money = True

    @extend_schema(
        operation_id="disburse_loan",
        summary="Disburse a loan",
        request=None,
        parameters=[IDEMPOTENCY_KEY_HEADER],
        responses=_ANSWERS,
    )
    def post(self, request: Request, loan_id: int) -> Response:
        validate_body(StrictSerializer, request.data)
        user, client = current_user(request), get_client_info(request._request)
        return idempotent_response(
            request, user.pk, lambda: moved_body(*disburse_loan(actor=user, loan_id=loan_id, client=client))
        )


class RepayView(ApiView):
    """By the member from an account, or at the counter."""

    access = {"POST": requires(Capability.REPAY_OWN_LOAN, Capability.TAKE_LOAN_REPAYMENT)}
    moves_money = True

    @extend_schema(
        operation_id="repay_loan",
        summary="Repay a loan",
        description="Members from an account of their own (the loan's, where none is named); staff in cash, or from an "
        "account of the borrower. More than would settle the loan today is refused, with that amount.",
        request=RepaymentSerializer,
        parameters=[IDEMPOTENCY_KEY_HEADER],
        responses=_ANSWERS,
    )
    def post(self, request: Request, loan_id: int) -> Response:
        body = validate_body(RepaymentSerializer, request.data)
        user, client = current_user(request), get_client_info(request._request)
        amount, source = body["amount"], body.get("from_account")
        return idempotent_response(
            request,
            user.pk,
            lambda: moved_body(
                *repay_loan(actor=user, loan_id=loan_id, amount=amount, from_number=source, client=client)
            ),
        )


class WriteOffView(ApiView):
    """Writes off what is outstanding."""

    access = {"POST": requires(Capability.WRITE_OFF_LOAN)}
    moves_money = True

    @extend_schema(
        operation_id="write_off_loan",
        summary="Write off a loan",
        request=ReasonSerializer,
        parameters=[IDEMPOTENCY_KEY_HEADER],
        responses=_ANSWERS,
    )
    def post(self, request: Request, loan_id: int) -> Response:
        reason = validate_body(ReasonSerializer, request.data)["reason"]
        user, client = current_user(request), get_client_info(request._request)
        return idempotent_response(
            request,
            user.pk,
            lambda: moved_body(*write_off_loan(actor=user, loan_id=loan_id, reason=reason, client=client)),
        )
