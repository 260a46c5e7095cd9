"""Loans in the admin: shows them, and approves and rejects them with the API's services."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.serializers import ReasonSerializer
from audit.admin_reads import RecordedAdmin
from audit.events import Event
from core.admin.actions import ConfirmedRequest, confirmed_action
from core.admin.base import ReadOnlyAdmin
from core.admin.filters import DateRangeFilter
from core.admin.links import Link, related_link
from core.authorization.capabilities import Capability
from loans import admin_columns as columns
from loans.arrears_query import late_for, with_oldest_due
from loans.enums import LoanStatus
from loans.models import DueInstalment, Loan, LoanEvent, Product, Repayment
from loans.serializers import LoanApprovalSerializer
from loans.services.decisions import approve_loan, reject_loan

if TYPE_CHECKING:
    ChosenFilter = admin.SimpleListFilter
else:
    from unfold.contrib.filters.admin import DropdownFilter as ChosenFilter  # has no types


@admin.register(Product)
class ProductAdmin(ReadOnlyAdmin):
    """The loan products."""

    view_capability = Capability.VIEW_LEDGER
    min_amount, max_amount = (columns.product_amount(f"{name}imum", f"{name}_amount") for name in ("min", "max"))
    list_display = ["name", columns.RATE, "method", min_amount, max_amount, "max_term_months", columns.IS_OFFERED]
    list_filter = ["method", "is_active"]
    search_fields = ["name_folded__finds"]
    ordering = ["name"]
    fields = ["name", columns.IS_OFFERED, columns.RATE, "method", "day_count", "principal_grace_months", "prepayment",
              "overdue_interest", columns.product_amount("late fee", "late_fee"), "late_fee_after_days",
              columns.product_amount("disbursement fee", "disbursement_fee"), min_amount, max_amount,
              "min_term_months", "max_term_months"]  # fmt: skip
    links = [Link("Loans", "loans_loan", lambda product: {"product__id__exact": product.pk})]

    def history_filter(self, row: Product) -> dict[str, Any] | None:
        """Its creation and its changes."""
        return {"event": Event.LOAN_PRODUCT_CHANGED.value, "object": f"product-{row.pk}"}


class LateFilter(ChosenFilter):
    """By how many days a loan is late."""

    title, parameter_name = "days late", "late"
    ranges = {"any": (1, None), "1-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), "over-90": (91, None)}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """As in the reports of the portfolio."""
        return [("any", "Late"), ("1-30", "1 to 30"), ("31-60", "31 to 60"), ("61-90", "61 to 90"),
                ("over-90", "Over 90")]  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The active loans that are late for so long."""
        days = self.ranges.get(self.value() or "")
        return queryset if days is None else late_for(queryset, *days)


@admin.register(Loan)
class LoanAdmin(RecordedAdmin):
    """Newest first."""

    view_capability, act_capability = Capability.VIEW_ALL_LOANS, Capability.DECIDE_ON_LOAN
    read_event = Event.ACCOUNT_READ
    list_display = ["id", columns.BORROWER, "product", columns.AMOUNT, columns.OUTSTANDING, columns.STATUS,
                    columns.DAYS_LATE, "applied_at"]  # fmt: skip
    list_filter = ["status", LateFilter, "product", ("applied_at", DateRangeFilter)]
    list_select_related = ["borrower", "product"]
    search_fields = ["=id", "borrower__email", "borrower__full_name_folded__finds", "purpose_folded__finds"]
    ordering = ["-id"]
    fields = ["id", columns.STATUS, columns.BORROWER, related_link("product", "loans_product"), columns.ACCOUNT,
              columns.AMOUNT, columns.OUTSTANDING, columns.RATE, "term_months", "purpose", columns.OVERDUE,
              columns.NEXT_DUE, "applied_at", "decided_at", columns.DECIDED_BY, "decision_note", "first_due_date",
              "disbursed_at", "disbursement", "fee", "write_off", "closed_at"]  # fmt: skip
    summary = [columns.BORROWER, "product", columns.AMOUNT, columns.RATE, "term_months", "purpose", columns.ACCOUNT,
               columns.STATUS, "applied_at"]  # fmt: skip
    link_lookups = frozenset({"id__exact", "borrower__id__exact", "account__id__exact"})
    links = [
        Link("Instalments", "loans_dueinstalment", lambda loan: {"loan__id__exact": loan.pk}),
        Link("Repayments", "loans_repayment", lambda loan: {"loan__id__exact": loan.pk}),
        Link("Other postings", "loans_loanevent", lambda loan: {"loan__id__exact": loan.pk}),
        Link("Audit log of the borrower", "audit_auditevent", lambda loan: {"user_id": loan.borrower_id}),
    ]
    actions_detail = ["approve", "reject"]

    def users_of(self, row: Loan) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.borrower_id]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Loan]:
        """With what the column and the filter of days late need."""
        return with_oldest_due(super().get_queryset(request))

    def history_filter(self, row: Loan) -> dict[str, Any] | None:
        """The events of the loan, which are about its borrower."""
        return {"user_id": row.borrower_id, "object": f"loan-{row.pk}"}

    @confirmed_action(
        "Approve",
        description="The loan may be paid out at the counter.",
        serializer=LoanApprovalSerializer,
        condition=lambda loan: loan.status == LoanStatus.APPLIED,
        icon="check",
    )
    def approve(self, request: HttpRequest, loan: Loan, confirmed: ConfirmedRequest) -> str:
        """As `POST /api/loans/{id}/approve/`."""
        approve_loan(actor=confirmed.actor, loan_id=loan.pk, client=confirmed.client, **confirmed.validated_data)
        return f"Loan {loan.pk} is approved."

    @confirmed_action(
        "Reject",
        description="The application ends here; the member reads the reason.",
        serializer=ReasonSerializer,
        condition=lambda loan: loan.status == LoanStatus.APPLIED,
        icon="close",
        danger=True,
    )
    def reject(self, request: HttpRequest, loan: Loan, confirmed: ConfirmedRequest) -> str:
        """As `POST /api/loans/{id}/reject/`."""
        reject_loan(actor=confirmed.actor, loan_id=loan.pk, client=confirmed.client, **confirmed.validated_data)
        return f"Loan {loan.pk} is rejected."


class _OfALoan(RecordedAdmin):
    view_capability = Capability.VIEW_LEDGER
    read_event = Event.ACCOUNT_READ
    list_select_related = ["loan__borrower"]
    search_fields = ["=loan__id", "loan__borrower__email", "loan__borrower__full_name_folded__finds"]
    ordering = ["-id"]
    link_lookups = frozenset({"loan__id__exact", "transaction__id__exact"})

    def users_of(self, row: DueInstalment | Repayment | LoanEvent) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.loan.borrower_id]


TRANSACTION = related_link("transaction", "transactions_transaction")


@admin.register(DueInstalment)
class DueInstalmentAdmin(_OfALoan):
    """The instalments of disbursed loans: of the newest loan first, each loan's in order."""

    heading, noun, nouns = "Instalments", "instalment", "instalments"
    list_display = ["number", columns.LOAN, "due_date", columns.INSTALMENT_STATUS, columns.PRINCIPAL, columns.INTEREST,
                    columns.PAID, columns.LEFT]  # fmt: skip
    list_filter = ["loan__status", ("due_date", DateRangeFilter)]
    ordering = ["-loan_id", "number"]
    fields = [columns.LOAN, "number", "due_date", columns.INSTALMENT_STATUS, columns.PRINCIPAL, columns.INTEREST,
              columns.PAID, columns.LEFT]  # fmt: skip

    def load_rows(self, rows: Sequence[DueInstalment]) -> None:
        """The schedules of their loans."""
        columns.share_loans(rows)

    def row_title(self, row: DueInstalment) -> str:
        """With the loan."""
        return f"{row.loan}, instalment {row.number}"


@admin.register(Repayment)
class RepaymentAdmin(_OfALoan):
    """The repayments of loans."""

    list_display = ["id", columns.LOAN, TRANSACTION, columns.POSTING_STATUS, columns.PAID_FROM, columns.LOAN_ACCOUNT,
                    columns.TOTAL, columns.PRINCIPAL, columns.INTEREST, "booked_at"]  # fmt: skip
    list_filter = ["loan__status", ("transaction__booked_at", DateRangeFilter)]
    list_select_related = ["loan__borrower", "loan__account__owner", "transaction__from_account__owner",
                           "transaction__reversed_by"]  # fmt: skip
    fields = [columns.LOAN, TRANSACTION, columns.POSTING_STATUS, columns.PAID_FROM, columns.LOAN_ACCOUNT, columns.TOTAL,
              columns.PRINCIPAL, columns.INTEREST, columns.FEES, columns.PENALTIES]  # fmt: skip


@admin.register(LoanEvent)
class LoanEventAdmin(_OfALoan):
    """Disbursements, fees, write-offs, recoveries and reversals."""

    list_display = ["id", columns.LOAN, TRANSACTION, columns.EVENT_TYPE, columns.EVENT_AMOUNT,
                    columns.OUTSTANDING_AFTER]  # fmt: skip
    list_filter = ["type", ("booked_at", DateRangeFilter)]
    list_select_related = ["loan__borrower", "transaction"]
    fields = [columns.LOAN, TRANSACTION, columns.EVENT_TYPE, columns.EVENT_AMOUNT, "product_name", "booked_at",
              columns.OUTSTANDING_AFTER, "oldest_due"]  # fmt: skip
