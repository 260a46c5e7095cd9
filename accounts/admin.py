"""Accounts in the admin: shows, freezes, unfreezes and closes them with the API's service."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.enums import CUSTOMER_TYPES, Status
from accounts.models import Account
from accounts.serializers import ReasonSerializer
from accounts.services import change_status
from audit.admin_reads import RecordedAdmin
from audit.events import Event
from core.admin.actions import ConfirmedRequest, confirmed_action
from core.admin.filters import DateRangeFilter
from core.admin.links import Link, related_link
from core.authorization.capabilities import Capability, has_capability


@admin.register(Account)
class AccountAdmin(RecordedAdmin):
    """Cashiers see the customers', managers also the bank's own."""

    view_capability, act_capability = Capability.VIEW_ALL_ACCOUNTS, Capability.CHANGE_ACCOUNT_STATUS
    read_event = Event.ACCOUNT_READ
    list_display = [
        "number",
        related_link("owner", "users_user"),
        "type",
        "name",
        "status",
        "balance_text",
        "opened_at",
    ]
    list_filter = ["type", "status", ("opened_at", DateRangeFilter)]
    list_select_related = ["owner"]
    search_fields = ["=number", "owner__email", "owner__full_name_folded__finds"]
    ordering = ["-id"]
    fields = ["number", "owner", "type", "name", "currency", "status", "balance_text", "available_text", "opened_at",
              "closed_at"]  # fmt: skip
    link_lookups = frozenset({"number", "owner__id__exact"})
    links = [
        Link("Transactions", "transactions_transaction", lambda account: {"account": account.number}),
        Link("Entries", "transactions_entry", lambda account: {"account__id__exact": account.pk}),
        Link("Loans", "loans_loan", lambda account: {"account__id__exact": account.pk}),
        Link("Audit log of the owner", "audit_auditevent",
             lambda account: {"user_id": account.owner_id} if account.owner_id else None),
    ]  # fmt: skip
    actions_detail = ["freeze", "unfreeze", "close"]

    def users_of(self, row: Account) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.owner_id]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Account]:
        """Customers' accounts, and with the capability the bank's own."""
        rows = super().get_queryset(request)
        return rows if has_capability(request.user, Capability.VIEW_LEDGER) else rows.filter(type__in=CUSTOMER_TYPES)

    @admin.display(description="balance")
    def balance_text(self, account: Account) -> str:
        """The balance of a customer account; those of the bank's own are in the reports."""
        return account.money(account.balance) if account.is_customer_account else "-"

    @admin.display(description="available")
    def available_text(self, account: Account) -> str:
        """The available balance."""
        return account.money(account.available) if account.is_customer_account else "-"

    @confirmed_action(
        "Freeze",
        description="Money may still come in; nothing is paid out until somebody unfreezes it.",
        serializer=ReasonSerializer,
        condition=lambda account: account.is_customer_account and account.status == Status.ACTIVE,
        icon="ac_unit",
    )
    def freeze(self, request: HttpRequest, account: Account, confirmed: ConfirmedRequest) -> str:
        """As `POST /api/accounts/{number}/freeze/`."""
        return _changed(account, Status.FROZEN, confirmed)

    @confirmed_action(
        "Unfreeze",
        description="Money may be paid out again.",
        serializer=ReasonSerializer,
        condition=lambda account: account.is_customer_account and account.status == Status.FROZEN,
        icon="lock_open",
    )
    def unfreeze(self, request: HttpRequest, account: Account, confirmed: ConfirmedRequest) -> str:
        """As `POST /api/accounts/{number}/unfreeze/`."""
        return _changed(account, Status.ACTIVE, confirmed)

    @confirmed_action(
        "Close",
        description="For good: a closed account is never opened again. Its balance must be zero.",
        serializer=ReasonSerializer,
        condition=lambda account: account.is_customer_account and account.status != Status.CLOSED,
        icon="block",
        danger=True,
    )
    def close(self, request: HttpRequest, account: Account, confirmed: ConfirmedRequest) -> str:
        """As `POST /api/accounts/{number}/close/`."""
        return _changed(account, Status.CLOSED, confirmed)


def _changed(account: Account, status: Status, confirmed: ConfirmedRequest) -> str:
    now = change_status(
        actor=confirmed.actor, number=account.number, status=status, client=confirmed.client, **confirmed.validated_data
    )
    return f"Account {now.number} is {now.get_status_display().lower()}."
