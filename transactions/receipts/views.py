"""`/api/transactions/{id}/receipt/` and `receipt.pdf`: the receipt of a transaction."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import error_responses
from core.api.query_params import choice_param
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.ratelimit.throttles import count_request
from transactions.reads import record_transactions_read
from transactions.receipts.pdf import to_pdf
from transactions.receipts.selectors import receipt_visible_to
from transactions.receipts.serializers import ReceiptSerializer, receipt_body
from users.request import current_user

_ERRORS = error_responses(400, 401, 404, 429, 503)


class _ReceiptView(ApiView):
    """What the forms of a receipt have in common."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    def respond(self, request: Request, transaction_id: int, form: str) -> HttpResponseBase:
        """The response in one of the forms; printing is limited before the receipt is read."""
        user = current_user(request)
        if form == "pdf":
            count_request("statement_pdf", str(user.pk))
        receipt = receipt_visible_to(user, transaction_id)
        record_transactions_read(request, [receipt.transaction], transaction=transaction_id)
        if form == "json":
            return Response(receipt_body(receipt))
        headers = {"Content-Disposition": f'attachment; filename="receipt-{transaction_id}.pdf"'}
        return HttpResponse(to_pdf(receipt), content_type="application/pdf", headers=headers)


class ReceiptView(_ReceiptView):
    """The receipt as JSON, or as `format` says."""

    query_parameters = {"GET": [OpenApiParameter("format", str, enum=["json", "pdf"], default="json")]}

    @extend_schema(
        operation_id="get_receipt",
        summary="Get receipt",
        description="For everybody who may see the transaction. Both forms carry the same facts; `receipt.pdf` is the "
        "same for clients that expect one type for each path.",
        responses={
            (200, "application/json"): ReceiptSerializer,
            (200, "application/pdf"): OpenApiTypes.BINARY,
            **_ERRORS,
        },
    )
    def get(self, request: Request, transaction_id: int) -> HttpResponseBase:
        return self.respond(request, transaction_id, choice_param(request, "format", ["json", "pdf"]) or "json")


class ReceiptPdfView(_ReceiptView):
    """The receipt as PDF."""

    @extend_schema(
        operation_id="get_receipt_pdf",
        summary="Get receipt as PDF",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **_ERRORS},
    )
    def get(self, request: Request, transaction_id: int) -> HttpResponseBase:
        return self.respond(request, transaction_id, "pdf")
