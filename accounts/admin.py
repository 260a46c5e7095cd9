"""Accounts in the admin: shows, freezes, unfreezes and closes them with the API's service."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.enums import CUSTOMER_TYPES, Status
from accounts.ledger_balances import ledger_balances
from accounts.models import Account
from accounts.serializers import ReasonSerializer
from accounts.services import change_status
from audit.admin_reads import RecordedAdmin
from audit.events import Event
from core.admin.actions import ConfirmedRequest, confirmed_action
from core.admin.columns import BAD, GOOD, INFO, amount_column, badge_column, person_column
from core.admin.filters import DateRangeFilter
from core.admin.links import Link
from core.authorization.capabilities import Capability, has_capability

STATUS = badge_column("status", {Status.ACTIVE: GOOD, Status.FROZEN: INFO, Status.CLOSED: BAD})
OWNER = person_column("owner")


def _balance(account: Account) -> tuple[int, str]:
    """Of a customer account its own; of one of the bank's own the ledger's, read with the list or now."""
    if account.is_customer_account:
        return account.balance, account.currency
    if "ledger_balance" not in account.__dict__:
        _read_ledger_balances([account])
    return account.__dict__["ledger_balance"], account.currency


def _available(account: Account) -> tuple[int, str] | None:
    return (account.available, account.currency) if account.is_customer_account else None


def _read_ledger_balances(accounts: Sequence[Account]) -> None:
    of_the_bank = [account for account in accounts if not account.is_customer_account]
    balances = ledger_balances(of_the_bank)
    for account in of_the_bank:
        account.__dict__["ledger_balance"] = balances[account.pk]


BALANCE = amount_column("balance", _balance)


@admin.register(Account)
class AccountAdmin(RecordedAdmin):
    """Cashiers see the customers', managers also the bank's own."""

    view_capability, act_capability = Capability.VIEW_ALL_ACCOUNTS, Capability.CHANGE_ACCOUNT_STATUS
    read_event = Event.ACCOUNT_READ
    list_display = ["number", OWNER, "type", "name", STATUS, BALANCE, "opened_at"]
    list_filter = ["type", "status", ("opened_at", DateRangeFilter)]
    list_select_related = ["owner"]
    search_fields = ["=number", "owner__email", "owner__full_name_folded__finds"]
    ordering = ["-id"]
    fields = ["number", OWNER, "type", "name", STATUS, BALANCE, amount_column("available", _available), "opened_at",
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

    def load_rows(self, rows: Sequence[Account]) -> None:
        """The balances of the bank's own accounts."""
        _read_ledger_balances(rows)

    def history_filter(self, row: Account) -> dict[str, Any] | None:
        """The events of the account, which are about its owner."""
        return {"user_id": row.owner_id, "object": f"account-{row.number}"} if row.owner_id else None

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
        "Close the account",
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
