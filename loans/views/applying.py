"""`/api/loans/`: quotes, applications, the list, one loan, its schedule."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import PAGE, errors, id_parameter, paged, text_parameter
from core.api.pagination import page_of
from core.api.query_params import one_of, text_of, whole_number
from core.api.serializers import validated
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import client_of
from loans.enums import LoanStatus
from loans.models import Loan
from loans.selectors import find_loans, loan_visible_to
from loans.serializers import (
    ApplicationSerializer,
    LoanSerializer,
    QuoteSerializer,
    RowSerializer,
    TermsSerializer,
    quote_body,
    schedule_body,
)
from loans.services.deciding import apply_for_loan, quote
from users.request import caller


class QuoteView(ApiView):
    """What it would cost."""

    access = {"POST": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="quote_loan",
        summary="Quote a loan",
        request=TermsSerializer,
        responses={200: QuoteSerializer, **errors(400, 401, 415, 422, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        terms = validated(TermsSerializer, request.data)
        product, rows = quote(product_id=terms.pop("product"), terms=terms)
        return Response(quote_body(product, rows))


class LoansView(ApiView):
    """The list, and applications."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS), "POST": requires(Capability.APPLY_FOR_LOAN)}
    query_parameters = {
        "GET": [
            OpenApiParameter("status", str, enum=LoanStatus.values),
            id_parameter("borrower", "Whose."),
            id_parameter("product", "Of which product."),
            text_parameter("search", "In purpose and borrower."),
            *PAGE,
        ]
    }

    @extend_schema(
        operation_id="list_loans",
        summary="List loans",
        description="Members see their own, staff all.",
        responses={200: paged(LoanSerializer), **errors(400, 401, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        loans = find_loans(
            caller(request),
            status=one_of(request, "status", LoanStatus.values),
            borrower=whole_number(request, "borrower"),
            product=whole_number(request, "product"),
            search=text_of(request, "search"),
        )
        return page_of(loans, LoanSerializer, request, self, shown=lambda rows: _record_read(request, rows))

    @extend_schema(
        operation_id="apply_for_loan",
        summary="Apply for a loan",
        description="By a member, on the terms of a product; it is paid out into `account`, which is the member's own.",
        request=ApplicationSerializer,
        responses={201: LoanSerializer, **errors(400, 401, 403, 415, 422, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        body = validated(ApplicationSerializer, request.data)
        loan = apply_for_loan(
            actor=caller(request),
            product_id=body["product"],
            amount=body["amount"],
            term_months=body["term_months"],
            purpose=body["purpose"],
            number=body["account"],
            client=client_of(request._request),
        )
        return Response(LoanSerializer(loan).data, status=201)


class LoanView(ApiView):
    """One loan."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_loan", summary="One loan", responses={200: LoanSerializer, **errors(401, 404, 429, 503)}
    )
    def get(self, request: Request, loan_id: int) -> Response:
        loan = loan_visible_to(caller(request), loan_id)
        _record_read(request, [loan])
        return Response(LoanSerializer(loan).data)


class ScheduleView(ApiView):
    """When what falls due."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_loan_schedule",
        summary="The schedule of a loan",
        description="Before the disbursement: as it would be if that were today.",
        responses={200: RowSerializer(many=True), **errors(401, 404, 422, 429, 503)},
    )
    def get(self, request: Request, loan_id: int) -> Response:
        loan = loan_visible_to(caller(request), loan_id)
        _record_read(request, [loan])
        return Response(schedule_body(loan))


def _record_read(request: Request, loans: Sequence[Loan]) -> None:
    ids = [loan.pk for loan in loans]
    about: dict[str, Any] = {"loan": ids[0]} if len(ids) == 1 else {"loans": ids}
    record_read_by(request, Event.ACCOUNT_READ, [loan.borrower_id for loan in loans], **about)
