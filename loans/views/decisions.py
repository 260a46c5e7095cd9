"""`/api/loans/{id}/approve/`, `reject/`, `cancel/`: each decision happens once."""

from typing import Any

from accounts.serializers import ReasonSerializer
from core.api.operations import Operation
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from loans.exceptions import AlreadyDecided
from loans.models import Loan
from loans.serializers import LoanApprovalSerializer, LoanSerializer
from loans.services.decisions import approve_loan, cancel_loan, reject_loan
from users.request import UserRequest


class ApproveView(ApiView):
    """Approves an application; for managers."""

    @Operation(
        "approve_loan",
        "Approve a loan",
        allow=requires(Capability.DECIDE_ON_LOAN),
        body=LoanApprovalSerializer,
        response=LoanSerializer,
        raises=(AlreadyDecided,),
    )
    def post(self, request: UserRequest, loan_id: int, body: dict[str, Any]) -> Loan:
        return approve_loan(actor=request.user, loan_id=loan_id, note=body["note"], client=request.client)


class RejectView(ApiView):
    """Rejects an application with a reason; for managers."""

    @Operation(
        "reject_loan",
        "Reject a loan",
        allow=requires(Capability.DECIDE_ON_LOAN),
        body=ReasonSerializer,
        response=LoanSerializer,
        raises=(AlreadyDecided,),
    )
    def post(self, request: UserRequest, loan_id: int, body: dict[str, Any]) -> Loan:
        return reject_loan(actor=request.user, loan_id=loan_id, reason=body["reason"], client=request.client)


class CancelView(ApiView):
    """Cancels an application before the disbursement; for the member and for managers."""

    @Operation(
        "cancel_loan",
        "Cancel an application",
        allow=requires(Capability.APPLY_FOR_LOAN, Capability.DECIDE_ON_LOAN),
        response=LoanSerializer,
        raises=(AlreadyDecided,),
    )
    def post(self, request: UserRequest, loan_id: int) -> Loan:
        return cancel_loan(actor=request.user, loan_id=loan_id, client=request.client)
