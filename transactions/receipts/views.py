"""`/api/transactions/{id}/receipt/` and `receipt.pdf`: the receipt of a transaction."""

from typing import Any

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from rest_framework.response import Response

from core.api.operations import Operation
from core.api.query import ChoiceParameter, QuerySerializer
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.ratelimit.throttles import count_request
from transactions.printing.response import pdf_response
from transactions.reads import record_transactions_read
from transactions.receipts.pdf import to_pdf
from transactions.receipts.selectors import receipt_visible_to
from transactions.receipts.serializers import ReceiptSerializer, receipt_body
from users.request import UserRequest


class ReceiptParameters(QuerySerializer):
    """The form of a receipt."""

    format = ChoiceParameter(["json", "pdf"], default="json")


class ReceiptView(ApiView):
    """The receipt as JSON, or as `format` says."""

    @Operation(
        "get_receipt", "Get receipt",
        "For everybody who may see the transaction. Both forms carry the same facts; `receipt.pdf` is the "
        "same for clients that expect one type for each path.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=ReceiptParameters,
        response={"application/json": ReceiptSerializer, "application/pdf": OpenApiTypes.BINARY},
    )  # fmt: skip
    def get(self, request: UserRequest, transaction_id: int, query: dict[str, Any]) -> HttpResponseBase:
        return _receipt_response(request, transaction_id, query["format"])


class ReceiptPdfView(ApiView):
    """The receipt as PDF."""

    @Operation(
        "get_receipt_pdf",
        "Get receipt as PDF",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response={"application/pdf": OpenApiTypes.BINARY},
    )
    def get(self, request: UserRequest, transaction_id: int) -> HttpResponseBase:
        return _receipt_response(request, transaction_id, "pdf")


def _receipt_response(request: UserRequest, transaction_id: int, form: str) -> HttpResponseBase:
    """The response in one of the forms; printing is limited before the receipt is read."""
    if form == "pdf":
        count_request("statement_pdf", str(request.user.pk))
    receipt = receipt_visible_to(request.user, transaction_id)
    record_transactions_read(request, [receipt.transaction], transaction=transaction_id)
    if form == "json":
        return Response(receipt_body(receipt))
    return pdf_response(lambda: to_pdf(receipt), filename=f"receipt-{transaction_id}.pdf")
