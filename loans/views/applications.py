"""`/api/loans/`: quotes, applications, loans and their schedules."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import PAGINATION_PARAMS, error_responses, id_parameter, paginated_schema, text_parameter
from core.api.pagination import paginated_response
from core.api.query_params import choice_param, int_param, text_param
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from loans.enums import LoanStatus
from loans.models import Loan
from loans.selectors import find_loans, loan_visible_to
from loans.serializers import (
    ApplicationSerializer,
    InstalmentSerializer,
    LoanSerializer,
    QuoteRequestSerializer,
    QuoteSerializer,
    quote_body,
    schedule_body,
)
from loans.services.decisions import apply_for_loan, quote
from users.request import current_user


class QuoteView(ApiView):
    """Quotes a loan."""

    permissions = {"POST": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="quote_loan",
        summary="Quote a loan",
        request=QuoteRequestSerializer,
        responses={200: QuoteSerializer, **error_responses(400, 401, 415, 422, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        terms = validate_body(QuoteRequestSerializer, request.data)
        product, rows = quote(product_id=terms.pop("product"), terms=terms)
        return Response(quote_body(product, rows))


class LoansView(ApiView):
    """Lists loans, and applies for one."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS), "POST": requires(Capability.APPLY_FOR_LOAN)}
    query_parameters = {
        "GET": [
            OpenApiParameter("status", str, enum=LoanStatus.values),
            id_parameter("borrower", "Filter by borrower id."),
            id_parameter("product", "Filter by product id."),
            text_parameter("search", "In purpose and borrower."),
            *PAGINATION_PARAMS,
        ]
    }

    @extend_schema(
        operation_id="list_loans",
        summary="List loans",
        description="Members see their own, staff all.",
        responses={200: paginated_schema(LoanSerializer), **error_responses(400, 401, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        loans = find_loans(
            current_user(request),
            status=choice_param(request, "status", LoanStatus.values),
            borrower=int_param(request, "borrower"),
            product=int_param(request, "product"),
            search=text_param(request, "search"),
        )
        return paginated_response(loans, LoanSerializer, request, self, shown=lambda rows: _record_read(request, rows))

    @extend_schema(
        operation_id="apply_for_loan",
        summary="Apply for a loan",
        description="By a member, on the terms of a product; it is paid out into `account`, which is the member's own.",
        request=ApplicationSerializer,
        responses={201: LoanSerializer, **error_responses(400, 401, 403, 415, 422, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        body = validate_body(ApplicationSerializer, request.data)
        loan = apply_for_loan(
            actor=current_user(request),
            product_id=body["product"],
            amount=body["amount"],
            term_months=body["term_months"],
            purpose=body["purpose"],
            number=body["account"],
            client=get_client_info(request._request),
        )
        return Response(LoanSerializer(loan).data, status=201)


class LoanView(ApiView):
    """One loan."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_loan",
        summary="Get loan",
        responses={200: LoanSerializer, **error_responses(401, 404, 429, 503)},
    )
    def get(self, request: Request, loan_id: int) -> Response:
        loan = loan_visible_to(current_user(request), loan_id)
        _record_read(request, [loan])
        return Response(LoanSerializer(loan).data)


class ScheduleView(ApiView):
    """The schedule of a loan."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_loan_schedule",
        summary="Get loan schedule",
        description="Before the disbursement: as it would be if that were today.",
        responses={200: InstalmentSerializer(many=True), **error_responses(401, 404, 422, 429, 503)},
    )
    def get(self, request: Request, loan_id: int) -> Response:
        loan = loan_visible_to(current_user(request), loan_id)
        _record_read(request, [loan])
        return Response(schedule_body(loan))


def _record_read(request: Request, loans: Sequence[Loan]) -> None:
    ids = [loan.pk for loan in loans]
    about: dict[str, Any] = {"loan": ids[0]} if len(ids) == 1 else {"loans": ids}
    record_read_by(request, Event.ACCOUNT_READ, [loan.borrower_id for loan in loans], **about)
