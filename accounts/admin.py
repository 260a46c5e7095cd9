"""Accounts in the admin: to be read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.kinds import CUSTOMER_KINDS
from accounts.models import Account
from core.admin import ReadOnlyAdmin
from core.roles import Role


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    """Cashiers see the customers', managers also the bank's own."""

    seen_by = frozenset({Role.CASHIER, Role.MANAGER})
    list_display = ["number", "owner", "type", "name", "status", "balance_text", "opened_at"]
    list_filter = ["type", "status"]
    list_select_related = ["owner"]
    search_fields = ["=number", "owner__email", "owner__full_name"]
    ordering = ["-id"]
    fields = ["number", "owner", "type", "name", "currency", "status", "balance_text", "available_text", "opened_at",
              "closed_at"]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        """Those whom the role may see."""
        rows = super().get_queryset(request)
        return rows if getattr(request.user, "role", None) == Role.MANAGER else rows.filter(type__in=CUSTOMER_KINDS)

    @admin.display(description="balance")
    def balance_text(self, account: Account) -> str:
        """Of a customer's account; the bank's own are in the reports."""
        return account.money(account.balance) if account.is_customers else "-"

    @admin.display(description="available")
    def available_text(self, account: Account) -> str:
        """What may be paid out."""
        return account.money(account.available) if account.is_customers else "-"
