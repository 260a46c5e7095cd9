"""`/api/transactions/`: deposits, withdrawals, transfers and reversals, each executed once for its Idempotency-Key."""

from collections.abc import Callable
from functools import partial

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.serializers import ReasonSerializer
from core.api.openapi import error_responses
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from core.idempotency.responses import IDEMPOTENCY_KEY_HEADER, idempotent_response
from transactions.models import Transaction
from transactions.payments.serializers import CashSerializer, TransferSerializer
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal, reverse_transaction
from transactions.serializers import TransactionSerializer, new_transaction_body
from users.request import current_user

_payment_schema = partial(
    extend_schema,
    parameters=[IDEMPOTENCY_KEY_HEADER],
    responses={
        201: OpenApiResponse(
            TransactionSerializer, description="Posted; or, with `Idempotent-Replayed`, posted before."
        ),
        **error_responses(400, 401, 403, 404, 409, 415, 422, 429, 503),
    },
)


class DepositView(ApiView):
    """Cash in."""

    permissions = {"POST": requires(Capability.PROCESS_CASH)}
    moves_money = True

    @_payment_schema(operation_id="deposit", summary="Deposit cash", request=CashSerializer)
    def post(self, request: Request) -> Response:
        return _post_cash(request, post_deposit)


class WithdrawView(ApiView):
    """Cash out."""

    permissions = {"POST": requires(Capability.PROCESS_CASH)}
    moves_money = True

    @_payment_schema(operation_id="withdraw", summary="Withdraw cash", request=CashSerializer)
    def post(self, request: Request) -> Response:
        return _post_cash(request, post_withdrawal)


class TransferView(ApiView):
    """Between two accounts."""

    permissions = {"POST": requires(Capability.TRANSFER_OWN_MONEY, Capability.TRANSFER_FOR_MEMBERS)}
    moves_money = True

    @_payment_schema(
        operation_id="transfer",
        summary="Transfer to any account",
        description="Members from their own accounts; staff for any member.",
        request=TransferSerializer,
    )
    def post(self, request: Request) -> Response:
        body = validate_body(TransferSerializer, request.data)
        operation = partial(
            post_transfer,
            actor=current_user(request),
            from_number=body["from_account"],
            to_number=body["to_account"],
            amount=body["amount"],
            description=body["description"],
            client=get_client_info(request._request),
        )
        return _post_transaction(request, operation)


class ReverseView(ApiView):
    """Posts another transaction with the opposite entries."""

    permissions = {"POST": requires(Capability.REVERSE_TRANSACTION)}
    moves_money = True

    @_payment_schema(operation_id="reverse_transaction", summary="Reverse a transaction", request=ReasonSerializer)
    def post(self, request: Request, transaction_id: int) -> Response:
        operation = partial(
            reverse_transaction,
            actor=current_user(request),
            transaction_id=transaction_id,
            reason=validate_body(ReasonSerializer, request.data)["reason"],
            client=get_client_info(request._request),
        )
        return _post_transaction(request, operation)


def _post_cash(request: Request, service: Callable[..., Transaction]) -> Response:
    body = validate_body(CashSerializer, request.data)
    operation = partial(
        service,
        actor=current_user(request),
        number=body["account"],
        amount=body["amount"],
        description=body["description"],
        client=get_client_info(request._request),
    )
    return _post_transaction(request, operation)


def _post_transaction(request: Request, operation: Callable[[], Transaction]) -> Response:
    """Runs what posts a transaction under the request's Idempotency-Key."""
    return idempotent_response(request, current_user(request).pk, lambda: new_transaction_body(operation()))
