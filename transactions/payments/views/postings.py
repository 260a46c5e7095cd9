"""`/api/transactions/`: deposits, withdrawals, transfers and reversals, each executed once for its Idempotency-Key."""

from typing import Any

from accounts.exceptions import AccountClosed, AccountFrozen
from accounts.serializers import ReasonSerializer
from confirmations.approval import approval_for
from confirmations.summary import Summary, confirmed_with
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.exceptions import NotFound, PermissionDenied
from core.idempotency.operations import PaymentOperation
from transactions.exceptions import (
    AlreadyReversed,
    BalanceTooLarge,
    CurrencyMismatch,
    InsufficientFunds,
    LimitExceeded,
    NotReversible,
    SameAccount,
    TillInsufficient,
    VaultInsufficient,
)
from transactions.models import Transaction
from transactions.payments.serializers import CashSerializer, TransferSerializer
from transactions.payments.services import post_deposit, post_transfer, post_withdrawal, reverse_transaction
from transactions.payments.summaries import summarize_reversal, summarize_transfer
from transactions.serializers import TransactionSerializer
from users.request import UserRequest


class DepositView(ApiView):
    """Cash in."""

    @PaymentOperation(
        "deposit",
        "Deposit cash",
        allow=requires(Capability.PROCESS_CASH),
        body=CashSerializer,
        response=TransactionSerializer,
        raises=(NotFound, AccountClosed, BalanceTooLarge, LimitExceeded),
    )
    def post(self, request: UserRequest, body: dict[str, Any]) -> Transaction:
        return post_deposit(
            actor=request.user,
            number=body["account"],
            amount=body["amount"],
            description=body["description"],
            client=request.client,
        )


class WithdrawView(ApiView):
    """Cash out."""

    @PaymentOperation(
        "withdraw", "Withdraw cash", "A till pays out no more than it holds.",
        allow=requires(Capability.PROCESS_CASH),
        body=CashSerializer,
        response=TransactionSerializer,
        raises=(NotFound, AccountClosed, AccountFrozen, InsufficientFunds, LimitExceeded, TillInsufficient),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Transaction:
        return post_withdrawal(
            actor=request.user,
            number=body["account"],
            amount=body["amount"],
            description=body["description"],
            client=request.client,
        )


def _summarize_transfer(request: UserRequest, body: dict[str, Any]) -> Summary:
    return summarize_transfer(
        request.user, from_number=body["from_account"], to_number=body["to_account"], amount=body["amount"]
    )


def _summarize_reversal(request: UserRequest, transaction_id: int, **_body: Any) -> Summary:
    return summarize_reversal(request.user, transaction_id)


class TransferView(ApiView):
    """Between two accounts."""

    @PaymentOperation(
        "transfer", "Transfer to any account",
        "Members from their own accounts; staff for any member. A member with a second factor confirms the first "
        "transfer to an account of somebody else, and each of `STEP_UP_AMOUNT` or more.",
        allow=requires(Capability.TRANSFER_OWN_MONEY, Capability.TRANSFER_FOR_MEMBERS),
        body=TransferSerializer,
        response=TransactionSerializer,
        raises=(NotFound, AccountClosed, AccountFrozen, BalanceTooLarge, CurrencyMismatch, InsufficientFunds,
                LimitExceeded, PermissionDenied, SameAccount),
        step_up=confirmed_with(_summarize_transfer),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Transaction:
        return post_transfer(
            actor=request.user,
            from_number=body["from_account"],
            to_number=body["to_account"],
            amount=body["amount"],
            description=body["description"],
            client=request.client,
            approval=approval_for(request),
        )


class ReverseView(ApiView):
    """Posts another transaction with the opposite entries."""

    @PaymentOperation(
        "reverse_transaction", "Reverse a transaction",
        "Cash goes back to the till that took it in, or out of it, also if somebody else reverses. Staff with a "
        "second factor confirm it.",
        allow=requires(Capability.REVERSE_TRANSACTION),
        body=ReasonSerializer,
        response=TransactionSerializer,
        raises=(AccountClosed, AccountFrozen, AlreadyReversed, BalanceTooLarge, InsufficientFunds, NotReversible,
                TillInsufficient, VaultInsufficient),
        step_up=confirmed_with(_summarize_reversal),
    )  # fmt: skip
    def post(self, request: UserRequest, transaction_id: int, body: dict[str, Any]) -> Transaction:
        return reverse_transaction(
            actor=request.user,
            transaction_id=transaction_id,
            reason=body["reason"],
            client=request.client,
            approval=approval_for(request),
        )
