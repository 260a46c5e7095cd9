"""Loans in the admin: shows them, and approves and rejects them with the API's services."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.serializers import ReasonSerializer
from audit.admin_reads import RecordedAdmin
from audit.events import Event
from core.admin.actions import ConfirmedRequest, confirmed_action
from core.admin.base import ReadOnlyAdmin
from core.admin.filters import DateRangeFilter
from core.admin.links import Link, related_link
from core.authorization.capabilities import Capability
from loans.enums import LoanStatus
from loans.models import DueInstalment, Loan, LoanEvent, Product, Repayment
from loans.selectors import debt_of
from loans.serializers import LoanApprovalSerializer
from loans.services.decisions import approve_loan, reject_loan


@admin.register(Product)
class ProductAdmin(ReadOnlyAdmin):
    """The loan products."""

    view_capability = Capability.VIEW_LEDGER
    list_display = ["name", "rate", "method", "min_text", "max_text", "max_term_months", "is_active"]
    list_filter = ["method", "is_active"]
    search_fields = ["name_folded__finds"]
    ordering = ["name"]
    fields = ["name", "rate", "method", "day_count", "principal_grace_months", "prepayment", "overdue_interest",
              "late_fee_text", "late_fee_after_days", "disbursement_fee_text", "min_text", "max_text",
              "min_term_months", "max_term_months", "currency", "is_active"]  # fmt: skip
    links = [Link("Loans", "loans_loan", lambda product: {"product__id__exact": product.pk})]

    @admin.display(description="annual rate (%)")
    def rate(self, product: Product) -> str:
        """As text."""
        return f"{product.annual_rate.normalize():f}"

    @admin.display(description="late fee")
    def late_fee_text(self, product: Product) -> str:
        """As text."""
        return product.money(product.late_fee)

    @admin.display(description="disbursement fee")
    def disbursement_fee_text(self, product: Product) -> str:
        """As text."""
        return product.money(product.disbursement_fee)

    @admin.display(description="minimum amount")
    def min_text(self, product: Product) -> str:
        """As text."""
        return product.money(product.min_amount)

    @admin.display(description="maximum amount")
    def max_text(self, product: Product) -> str:
        """As text."""
        return product.money(product.max_amount)


@admin.register(Loan)
class LoanAdmin(RecordedAdmin):
    """Newest first."""

    view_capability, act_capability = Capability.VIEW_LEDGER, Capability.DECIDE_ON_LOAN
    read_event = Event.ACCOUNT_READ
    list_display = ["id", related_link("borrower", "users_user"), "product", "amount_text", "outstanding_text",
                    "status", "applied_at"]  # fmt: skip
    list_filter = ["status", "product", ("applied_at", DateRangeFilter)]
    list_select_related = ["borrower", "product"]
    search_fields = ["=id", "borrower__email", "borrower__full_name_folded__finds", "purpose_folded__finds"]
    ordering = ["-id"]
    fields = ["id", "borrower", "product", "account", "amount_text", "outstanding_text", "currency", "term_months",
              "purpose", "status", "overdue_text", "next_due_text", "applied_at", "decided_at", "decided_by",
              "decision_note", "first_due_date", "disbursed_at", "disbursement", "fee", "write_off",
              "closed_at"]  # fmt: skip
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

    @admin.display(description="amount")
    def amount_text(self, loan: Loan) -> str:
        """As text."""
        return loan.money(loan.amount)

    @admin.display(description="outstanding principal")
    def outstanding_text(self, loan: Loan) -> str:
        """As text."""
        return loan.money(loan.outstanding_principal)

    @admin.display(description="overdue")
    def overdue_text(self, loan: Loan) -> str:
        """How much is late, of how many instalments, and for how long."""
        debt = debt_of(loan)
        late = debt.overdue if debt else None
        if late is None:
            return "-"
        instalments = "instalment" if late.instalments == 1 else "instalments"
        return (
            f"{loan.money(late.amount)}, {late.instalments} {instalments}, since {late.since} ({late.days_late} days)"
        )

    @admin.display(description="next due")
    def next_due_text(self, loan: Loan) -> str:
        """The oldest instalment that is not paid in full."""
        debt = debt_of(loan)
        due = debt.next_due if debt else None
        return f"{loan.money(due.left)} on {due.due_date}" if due else "-"

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
    list_select_related = ["loan"]
    search_fields = ["=loan__id", "loan__borrower__email"]
    ordering = ["-id"]
    link_lookups = frozenset({"loan__id__exact", "transaction__id__exact"})

    def users_of(self, row: DueInstalment | Repayment | LoanEvent) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.loan.borrower_id]

    @admin.display(description="principal")
    def principal_text(self, row: DueInstalment | Repayment) -> str:
        """As text."""
        return row.loan.money(row.principal)

    @admin.display(description="interest")
    def interest_text(self, row: DueInstalment | Repayment) -> str:
        """As text."""
        return row.loan.money(row.interest)


@admin.register(DueInstalment)
class DueInstalmentAdmin(_OfALoan):
    """The instalments of disbursed loans."""

    list_display = ["id", related_link("loan", "loans_loan"), "number", "due_date", "principal_text", "interest_text"]
    list_filter = ["loan__status", ("due_date", DateRangeFilter)]
    fields = ["loan", "number", "due_date", "principal_text", "interest_text"]


@admin.register(Repayment)
class RepaymentAdmin(_OfALoan):
    """The repayments of loans."""

    list_display = ["id", related_link("loan", "loans_loan"), related_link("transaction", "transactions_transaction"),
                    "principal_text", "interest_text"]  # fmt: skip
    list_filter = ["loan__status", ("transaction__booked_at", DateRangeFilter)]
    list_select_related = ["loan", "transaction"]
    fields = ["loan", "transaction", "principal_text", "interest_text", "fees_text", "penalties_text"]

    @admin.display(description="fees")
    def fees_text(self, row: Repayment) -> str:
        """As text; less than zero where a payoff refunded a part."""
        return row.loan.money(row.fees)

    @admin.display(description="penalties")
    def penalties_text(self, row: Repayment) -> str:
        """As text."""
        return row.loan.money(row.penalties)


@admin.register(LoanEvent)
class LoanEventAdmin(_OfALoan):
    """Disbursements, fees, write-offs, recoveries and reversals."""

    list_display = ["id", related_link("loan", "loans_loan"), related_link("transaction", "transactions_transaction"),
                    "type", "amount_text", "outstanding_text"]  # fmt: skip
    list_filter = ["type", ("booked_at", DateRangeFilter)]
    list_select_related = ["loan", "transaction"]
    fields = [
        "loan",
        "transaction",
        "type",
        "amount_text",
        "product_name",
        "booked_at",
        "outstanding_text",
        "oldest_due",
    ]

    @admin.display(description="amount")
    def amount_text(self, row: LoanEvent) -> str:
        """As text."""
        return row.loan.money(row.amount)

    @admin.display(description="outstanding after it")
    def outstanding_text(self, row: LoanEvent) -> str:
        """As text."""
        return row.loan.money(row.outstanding or 0)
