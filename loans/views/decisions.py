"""`/api/loans/{id}/approve/`, `reject/`, `cancel/`: each decision happens once."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.serializers import ReasonSerializer
from core.api.openapi import error_responses
from core.api.serializers import StrictSerializer, validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from loans.serializers import LoanSerializer, NoteSerializer
from loans.services.decisions import approve_loan, cancel_loan, reject_loan
from users.request import current_user

_ANSWERS = {200: LoanSerializer, **error_responses(400, 401, 403, 404, 409, 415, 429, 503)}


class ApproveView(ApiView):
    """Approves an application; for managers."""

    permissions = {"POST": requires(Capability.DECIDE_ON_LOAN)}

    @extend_schema(operation_id="approve_loan", summary="Approve a loan", request=NoteSerializer, responses=_ANSWERS)
    def post(self, request: Request, loan_id: int) -> Response:
        note = validate_body(NoteSerializer, request.data)["note"]
        loan = approve_loan(
            actor=current_user(request), loan_id=loan_id, note=note, client=get_client_info(request._request)
        )
        return Response(LoanSerializer(loan).data)


class RejectView(ApiView):
    """Rejects an application with a reason; for managers."""

    permissions = {"POST": requires(Capability.DECIDE_ON_LOAN)}

    @extend_schema(operation_id="reject_loan", summary="Reject a loan", request=ReasonSerializer, responses=_ANSWERS)
    def post(self, request: Request, loan_id: int) -> Response:
        reason = validate_body(ReasonSerializer, request.data)["reason"]
        loan = reject_loan(
            actor=current_user(request), loan_id=loan_id, reason=reason, client=get_client_info(request._request)
        )
        return Response(LoanSerializer(loan).data)


class CancelView(ApiView):
    """Cancels an application before the disbursement; for the member and for managers."""

    permissions = {"POST": requires(Capability.APPLY_FOR_LOAN, Capability.DECIDE_ON_LOAN)}

    @extend_schema(operation_id="cancel_loan", summary="Cancel an application", request=None, responses=_ANSWERS)
    def post(self, request: Request, loan_id: int) -> Response:
        validate_body(StrictSerializer, request.data)
        loan = cancel_loan(actor=current_user(request), loan_id=loan_id, client=get_client_info(request._request))
        return Response(LoanSerializer(loan).data)
