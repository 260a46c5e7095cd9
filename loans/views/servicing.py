"""`/api/loans/{id}/disburse/`, `repay/`, `settle/`, `write-off/`: each once under its Idempotency-Key."""

from typing import Any

from accounts.exceptions import AccountClosed, AccountFrozen
from accounts.serializers import ReasonSerializer
from confirmations.approval import approval_for
from confirmations.summary import Summary, confirmed_with
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.exceptions import PermissionDenied
from core.idempotency.operations import PaymentOperation
from loans.exceptions import (
    AlreadyDecided,
    FirstDueDatePassed,
    InstalmentTooSmall,
    NotActive,
    NotApproved,
    Overpayment,
    SecondPersonRequired,
)
from loans.serializers import LoanRepaymentSerializer, LoanSettlementSerializer, LoanTransactionSerializer
from loans.services.disbursement import disburse_loan
from loans.services.postings import Moved
from loans.services.repayment import repay_loan, settle_loan
from loans.services.write_off import write_off_loan
from loans.summaries import summarize_repayment, summarize_write_off
from transactions.exceptions import BalanceTooLarge, InsufficientFunds, LimitExceeded
from users.request import UserRequest


class DisburseView(ApiView):
    """Disburses a loan into its account."""

    @PaymentOperation(
        "disburse_loan",
        "Disburse a loan",
        allow=requires(Capability.DISBURSE_LOAN),
        response=LoanTransactionSerializer,
        raises=(
            NotApproved,
            AlreadyDecided,
            SecondPersonRequired,
            FirstDueDatePassed,
            AccountClosed,
            InstalmentTooSmall,
            BalanceTooLarge,
            AccountFrozen,
        ),
    )
    def post(self, request: UserRequest, loan_id: int) -> Moved:
        return disburse_loan(actor=request.user, loan_id=loan_id, client=request.client)


def _summarize_repayment(request: UserRequest, loan_id: int, body: dict[str, Any]) -> Summary:
    return summarize_repayment(request.user, loan_id, amount=body.get("amount"), from_number=body.get("from_account"))


def _summarize_write_off(request: UserRequest, loan_id: int, **_body: Any) -> Summary:
    return summarize_write_off(request.user, loan_id)


class RepayView(ApiView):
    """Repays a loan, from an account or at the counter."""

    @PaymentOperation(
        "repay_loan", "Repay a loan",
        "Members from an account of their own (the loan's, where none is named); staff in cash, or from an "
        "account of the borrower. The payment covers what is overdue, then the current instalment, then principal. "
        "An amount above the payoff amount of today pays the payoff amount if it is at most `next_due`; more is "
        "refused, with that amount. On a loan that is written off it is a recovery of what was written off. "
        "A member with a second factor confirms a payment of `STEP_UP_AMOUNT` or more.",
        allow=requires(Capability.REPAY_OWN_LOAN, Capability.TAKE_LOAN_REPAYMENT),
        body=LoanRepaymentSerializer,
        response=LoanTransactionSerializer,
        raises=(PermissionDenied, NotActive, Overpayment, LimitExceeded, AccountClosed, AccountFrozen,
                InsufficientFunds),
        step_up=confirmed_with(_summarize_repayment),
    )  # fmt: skip
    def post(self, request: UserRequest, loan_id: int, body: dict[str, Any]) -> Moved:
        return repay_loan(
            actor=request.user,
            loan_id=loan_id,
            amount=body["amount"],
            from_number=body.get("from_account"),
            client=request.client,
            approval=approval_for(request),
        )


class SettleView(ApiView):
    """Settles a loan, from an account or at the counter."""

    @PaymentOperation(
        "settle_loan", "Settle a loan",
        "Pays exactly what is owed today (`payoff/`); from an account or in cash, and confirmed, as a repayment.",
        allow=requires(Capability.REPAY_OWN_LOAN, Capability.TAKE_LOAN_REPAYMENT),
        body=LoanSettlementSerializer,
        response=LoanTransactionSerializer,
        raises=(PermissionDenied, NotActive, LimitExceeded, AccountClosed, AccountFrozen, InsufficientFunds),
        step_up=confirmed_with(_summarize_repayment),
    )  # fmt: skip
    def post(self, request: UserRequest, loan_id: int, body: dict[str, Any]) -> Moved:
        return settle_loan(
            actor=request.user,
            loan_id=loan_id,
            from_number=body.get("from_account"),
            client=request.client,
            approval=approval_for(request),
        )


class WriteOffView(ApiView):
    """Writes off the outstanding principal."""

    @PaymentOperation(
        "write_off_loan", "Write off a loan", "Staff with a second factor confirm it.",
        allow=requires(Capability.WRITE_OFF_LOAN),
        body=ReasonSerializer,
        response=LoanTransactionSerializer,
        raises=(NotActive,),
        step_up=confirmed_with(_summarize_write_off),
    )  # fmt: skip
    def post(self, request: UserRequest, loan_id: int, body: dict[str, Any]) -> Moved:
        return write_off_loan(
            actor=request.user,
            loan_id=loan_id,
            reason=body["reason"],
            client=request.client,
            approval=approval_for(request),
        )
