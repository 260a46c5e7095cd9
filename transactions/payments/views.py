"""`/api/transactions/`: deposits, withdrawals, transfers and reversals, each executed once for its Idempotency-Key."""

from collections.abc import Callable
from functools import partial

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.serializers import ReasonSerializer
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from core.idempotency.responses import idempotent_response, payment_schema
from transactions.models import Transaction
from transactions.payments.serializers import CashSerializer, TransferSerializer
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal, reverse_transaction
from transactions.serializers import TransactionSerializer, new_transaction_body
from users.request import current_user

_payment_schema = partial(payment_schema, TransactionSerializer)


class _CashView(ApiView):
    """Base of the views for cash at the counter."""

    permissions = {"POST": requires(Capability.PROCESS_CASH)}
    moves_money = True

    def post_cash(self, request: Request, service: Callable[..., Transaction]) -> Response:
        """Runs `post_deposit` or `post_withdrawal` with the fields of the body."""
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


class DepositView(_CashView):
    """Cash in."""

    @_payment_schema(operation_id="deposit", summary="Deposit cash", request=CashSerializer)
    def post(self, request: Request) -> Response:
        return self.post_cash(request, post_deposit)


class WithdrawView(_CashView):
    """Cash out."""

    @_payment_schema(operation_id="withdraw", summary="Withdraw cash", request=CashSerializer)
    def post(self, request: Request) -> Response:
        return self.post_cash(request, post_withdrawal)


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


def _post_transaction(request: Request, operation: Callable[[], Transaction]) -> Response:
    """Posts a transaction with the request's Idempotency-Key."""
    return idempotent_response(request, current_user(request).pk, lambda: new_transaction_body(operation()))
