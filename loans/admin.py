"""Loans in the admin: to be read; what happens to them happens in the services."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from core.roles import Role
from loans.models import DueInstalment, Loan, Product, Repayment


@admin.register(Product)
class ProductAdmin(ReadOnlyAdmin):
    """What is on offer."""

    list_display = ["name", "rate", "method", "min_text", "max_text", "max_term_months", "is_active"]
    list_filter = ["method", "is_active"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = ["name", "rate", "method", "day_count", "principal_grace_months", "min_text", "max_text",
              "min_term_months", "max_term_months", "currency", "is_active"]  # fmt: skip

    @admin.display(description="percent a year")
    def rate(self, product: Product) -> str:
        """As text."""
        return f"{product.annual_rate.normalize():f}"

    @admin.display(description="least")
    def min_text(self, product: Product) -> str:
        """As text."""
        return product.money(product.min_amount)

    @admin.display(description="most")
    def max_text(self, product: Product) -> str:
        """As text."""
        return product.money(product.max_amount)


@admin.register(Loan)
class LoanAdmin(ReadOnlyAdmin):
    """Newest first."""

    seen_by = frozenset({Role.MANAGER})
    list_display = ["id", "borrower", "product", "amount_text", "outstanding_text", "status", "applied_at"]
    list_filter = ["status", "product"]
    list_select_related = ["borrower", "product"]
    search_fields = ["=id", "borrower__email", "borrower__full_name", "purpose"]
    ordering = ["-id"]
    fields = ["id", "borrower", "product", "account", "amount_text", "outstanding_text", "currency", "term_months",
              "purpose", "status", "applied_at", "decided_at", "decided_by", "decision_note", "disbursed_at",
              "closed_at"]  # fmt: skip

    @admin.display(description="amount")
    def amount_text(self, loan: Loan) -> str:
        """As text."""
        return loan.money(loan.amount)

    @admin.display(description="outstanding principal")
    def outstanding_text(self, loan: Loan) -> str:
        """As text."""
        return loan.money(loan.outstanding_principal)


class _OfALoan(ReadOnlyAdmin):
    list_select_related = ["loan"]
    search_fields = ["=loan__id"]
    ordering = ["-id"]

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
    """What falls due."""

    list_display = ["loan", "number", "due_date", "principal_text", "interest_text"]
    fields = ["loan", "number", "due_date", "principal_text", "interest_text"]


@admin.register(Repayment)
class RepaymentAdmin(_OfALoan):
    """What has been paid."""

    list_display = ["loan", "transaction", "principal_text", "interest_text"]
    fields = ["loan", "transaction", "principal_text", "interest_text"]
