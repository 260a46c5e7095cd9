"""`/api/loans/`: quotes, applications, loans and their schedules."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.exceptions import AccountClosed
from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import paginated_schema
from core.api.operations import Operation
from core.api.pagination import paginated_response
from core.api.query import (
    ChoiceParameter,
    DateParameter,
    IdParameter,
    PageSerializer,
    QuerySerializer,
    SearchParameter,
)
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.dates import today
from loans.enums import LoanStatus
from loans.exceptions import InstalmentTooSmall, NotActive
from loans.models import Loan
from loans.selectors import find_loans, load_states, loan_visible_to, payments_of, payoff_on
from loans.serializers import (
    InstalmentSerializer,
    LoanApplicationSerializer,
    LoanPaymentSerializer,
    LoanPayoffSerializer,
    LoanQuoteSerializer,
    LoanSerializer,
    QuotedTermsSerializer,
    payoff_body,
    quote_body,
    schedule_body,
)
from loans.services.decisions import apply_for_loan, quote
from transactions.exceptions import BalanceTooLarge, LimitExceeded
from users.request import UserRequest


class QuoteView(ApiView):
    """Quotes a loan."""

    @Operation(
        "quote_loan", "Quote a loan",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        body=QuotedTermsSerializer,
        response=LoanQuoteSerializer,
        raises=(InstalmentTooSmall, BalanceTooLarge),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Response:
        product, terms, rows = quote(product_id=body.pop("product"), terms=body)
        return Response(quote_body(product, terms, rows))


class LoanFilters(PageSerializer):
    """The filters of the list."""

    status = ChoiceParameter(LoanStatus.values)
    borrower = IdParameter("Filter by borrower id.")
    product = IdParameter("Filter by product id.")
    search = SearchParameter("In purpose and borrower.")


class LoansView(ApiView):
    """Lists loans, and applies for one."""

    @Operation(
        "list_loans", "List loans", "Members see their own, staff all.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=LoanFilters,
        response=paginated_schema(LoanSerializer),
    )  # fmt: skip
    def get(self, request: UserRequest, query: dict[str, Any]) -> Response:
        loans = find_loans(
            request.user,
            status=query["status"],
            borrower=query["borrower"],
            product=query["product"],
            search=query["search"] or "",
        )
        return paginated_response(loans, LoanSerializer, request, self, shown=partial(_show, request))

    @Operation(
        "apply_for_loan", "Apply for a loan",
        "By a member, on the terms of a product; it is paid out into `account`, which is the member's own.",
        allow=requires(Capability.APPLY_FOR_LOAN),
        body=LoanApplicationSerializer,
        response=LoanSerializer,
        status=201,
        raises=(InstalmentTooSmall, BalanceTooLarge, AccountClosed, LimitExceeded),
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Loan:
        return apply_for_loan(
            actor=request.user,
            product_id=body["product"],
            amount=body["amount"],
            term_months=body["term_months"],
            purpose=body["purpose"],
            number=body["account"],
            first_due_date=body.get("first_due_date"),
            client=request.client,
        )


class LoanView(ApiView):
    """One loan."""

    @Operation("get_loan", "Get loan", allow=requires(Capability.VIEW_OWN_RECORDS), response=LoanSerializer)
    def get(self, request: UserRequest, loan_id: int) -> Loan:
        loan = loan_visible_to(request.user, loan_id)
        _record_read(request, [loan])
        return loan


class ScheduleView(ApiView):
    """The schedule of a loan."""

    @Operation(
        "get_loan_schedule", "Get loan schedule",
        "Before the disbursement: as it would be if that were today.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response=InstalmentSerializer(many=True),
        raises=(InstalmentTooSmall, BalanceTooLarge),
    )  # fmt: skip
    def get(self, request: UserRequest, loan_id: int) -> list[dict[str, Any]]:
        loan = loan_visible_to(request.user, loan_id)
        _record_read(request, [loan])
        return schedule_body(loan)


class PayoffQuery(QuerySerializer):
    """The day of the payoff."""

    on = DateParameter("Today, unless given.")


class PayoffView(ApiView):
    """The payoff amount of a loan."""

    @Operation(
        "get_loan_payoff", "Get payoff amount",
        "What settles an active loan on a day, if nothing more is paid until then. Interest counts up to that day.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=PayoffQuery,
        response=LoanPayoffSerializer,
        raises=(NotActive,),
    )  # fmt: skip
    def get(self, request: UserRequest, loan_id: int, query: dict[str, Any]) -> Response:
        loan, day = loan_visible_to(request.user, loan_id), query["on"] or today()
        owed = payoff_on(loan, day)
        _record_read(request, [loan])
        return Response(payoff_body(loan, day, owed))


class LoanPaymentsView(ApiView):
    """The payments of a loan."""

    @Operation(
        "list_loan_payments", "List payments of a loan", "What each went to; newest first, without reversed ones.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=PageSerializer,
        response=paginated_schema(LoanPaymentSerializer),
    )  # fmt: skip
    def get(self, request: UserRequest, loan_id: int, query: dict[str, Any]) -> Response:
        loan = loan_visible_to(request.user, loan_id)
        _record_read(request, [loan])
        return paginated_response(payments_of(loan), LoanPaymentSerializer, request, self)


def _show(request: Request, loans: Sequence[Loan]) -> None:
    load_states(loans)
    _record_read(request, loans)


def _record_read(request: Request, loans: Sequence[Loan]) -> None:
    ids = [loan.pk for loan in loans]
    about: dict[str, Any] = {"loan": ids[0]} if len(ids) == 1 else {"loans": ids}
    record_read_by(request, Event.ACCOUNT_READ, [loan.borrower_id for loan in loans], **about)
