"""Transactions and entries in the admin: to be read. Nothing there can change or delete money."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from core.money import to_text
from core.roles import Role
from transactions.models import Entry, Transaction


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    """Newest first."""

    seen_by = frozenset({Role.CASHIER, Role.MANAGER})
    list_display = ["id", "booked_at", "kind", "amount_text", "from_account", "to_account", "created_by"]
    list_filter = ["kind", "booked_at"]
    list_select_related = ["from_account", "to_account", "created_by"]
    search_fields = ["=id", "=from_account__number", "=to_account__number", "description"]
    ordering = ["-id"]
    fields = ["id", "kind", "amount_text", "currency", "description", "from_account", "to_account", "booked_at",
              "value_date", "created_by", "reverses"]  # fmt: skip

    @admin.display(description="amount")
    def amount_text(self, row: Transaction) -> str:
        """As text."""
        return row.money()


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Newest first."""

    list_display = ["id", "booked_at", "account", "direction", "amount_text", "balance_text", "transaction"]
    list_filter = ["direction", "booked_at"]
    list_select_related = ["account", "transaction"]
    search_fields = ["=account__number", "=transaction__id"]
    ordering = ["-id"]
    fields = ["id", "transaction", "account", "direction", "amount_text", "seq", "balance_text", "booked_at"]

    @admin.display(description="amount")
    def amount_text(self, entry: Entry) -> str:
        """As text."""
        return to_text(entry.amount, entry.transaction.currency)

    @admin.display(description="balance after")
    def balance_text(self, entry: Entry) -> str:
        """On customers' accounts."""
        return "-" if entry.balance_after is None else to_text(entry.balance_after, entry.transaction.currency)
