"""Transactions and entries in the admin: shows them, and reverses a transaction by a new one."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest

from accounts.selectors import account_ids_by_number
from accounts.serializers import ReasonSerializer
from audit.admin_reads import RecordedAdmin
from audit.events import Event
from confirmations.approval import Approval
from confirmations.staff_forms import StepUpForm, run_approved
from core.admin.actions import ConfirmedRequest, confirmed_action
from core.admin.columns import account_column
from core.admin.filters import DateRangeFilter
from core.admin.links import Link
from core.authorization.capabilities import Capability
from core.idempotency.service import StoredRefusal, StoredResponse, build_request, run_once
from transactions import admin_columns as columns
from transactions.enums import TransactionType
from transactions.models import Entry, Transaction
from transactions.payments.services import reverse_transaction
from transactions.serializers import new_transaction_body

if TYPE_CHECKING:
    ChosenFilter = admin.SimpleListFilter
    TypedFilter = admin.SimpleListFilter
else:
    # Unfold has no types.
    from unfold.contrib.filters.admin import DropdownFilter as ChosenFilter
    from unfold.contrib.filters.admin import TextFilter as TypedFilter


class AccountFilter(TypedFilter):
    """Filters by the number of either account; it uses two indexes, whereas the search reads every description."""

    title, parameter_name = "account number", "account"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The transactions from or to the account."""
        number = self.value()
        if not number:
            return queryset
        found = account_ids_by_number(number)
        return queryset.filter(Q(from_account__in=found) | Q(to_account__in=found))


class StatusFilter(ChosenFilter):
    """By whether a transaction has been reversed, or is a reversal."""

    title = parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The statuses."""
        return [("posted", "Posted"), ("reversed", "Reversed"), ("reversal", "Reversal")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Reversals have an index; transactions that are reversed are found from them."""
        if self.value() == "reversed":
            return queryset.filter(reversed_by__kind=TransactionType.REVERSAL)
        if self.value() == "reversal":
            return queryset.filter(kind=TransactionType.REVERSAL)
        return queryset.filter(reverses=None, reversed_by=None) if self.value() == "posted" else queryset


@admin.register(Transaction)
class TransactionAdmin(RecordedAdmin):
    """Newest first. Transactions cannot be changed, but reversed by a new transaction."""

    view_capability, act_capability = Capability.VIEW_ALL_TRANSACTIONS, Capability.REVERSE_TRANSACTION
    read_event = Event.ACCOUNT_READ
    list_display = ["id", "booked_at", "kind", columns.STATUS, columns.AMOUNT, columns.FROM, columns.TO, "description",
                    columns.CREATED_BY]  # fmt: skip
    list_filter = ["kind", StatusFilter, ("booked_at", DateRangeFilter), AccountFilter]
    list_select_related = ["from_account", "to_account", "created_by", "reversed_by"]
    search_fields = ["=id", "=from_account__number", "=to_account__number", "description_folded__finds"]
    ordering = ["-id"]
    fields = ["id", columns.STATUS, "kind", columns.AMOUNT, "description", columns.FROM, columns.TO, "booked_at",
              "value_date", columns.CREATED_BY]  # fmt: skip
    link_lookups = frozenset({"id__exact", "created_by__id__exact"})
    links = [
        Link("Entries", "transactions_entry", lambda row: {"transaction__id__exact": row.pk}),
        Link("Reverses", "transactions_transaction", lambda row: row.reverses_id),
        Link("Reversed by", "transactions_transaction",
             lambda row: reversal.pk if (reversal := columns.reversal_of(row)) else None),
        Link("Repayment", "loans_repayment",
             lambda row: {"transaction__id__exact": row.pk} if row.kind == TransactionType.LOAN_REPAYMENT else None),
        Link("Audit log of who posted it", "audit_auditevent", lambda row: {"actor_id": row.created_by_id}),
    ]  # fmt: skip
    actions_detail = ["reverse"]
    money_actions = frozenset({"reverse"})
    confirm_forms = {"reverse": StepUpForm}

    def users_of(self, row: Transaction) -> list[int | None]:
        """See RecordedAdmin."""
        return [account.owner_id for account in (row.from_account, row.to_account) if account]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transaction]:
        """With the accounts of their entries, and the owners."""
        entries = Entry.objects.select_related("account__owner").order_by("id")
        return super().get_queryset(request).prefetch_related(Prefetch("entries", entries))

    def history_filter(self, row: Transaction) -> dict[str, Any] | None:
        """The events of the transaction, by whoever posted it."""
        return {"actor_id": row.created_by_id, "object": f"transaction-{row.pk}"}

    @confirmed_action(
        "Reverse",
        description="A new transaction puts back what this one moved; both stay in the books. If it belongs to a loan, "
        "the loan changes too.",
        serializer=ReasonSerializer,
        condition=lambda row: row.kind != TransactionType.REVERSAL and columns.reversal_of(row) is None,
        icon="undo",
        danger=True,
    )
    def reverse(self, request: HttpRequest, row: Transaction, confirmed: ConfirmedRequest) -> str:
        """As `POST /api/transactions/{id}/reverse/`, with the key of the confirmation page."""
        idempotent_request = build_request(
            user_id=confirmed.actor.pk,
            key=confirmed.key,
            method="POST",
            path=confirmed.path,
            body=confirmed.validated_data,
        )
        reversal = partial(
            reverse_transaction,
            actor=confirmed.actor,
            transaction_id=row.pk,
            client=confirmed.client,
            **confirmed.validated_data,
        )

        def run(approval: Approval) -> StoredResponse:
            return run_once(idempotent_request, lambda: new_transaction_body(reversal(approval=approval)))

        response = run_approved(request, confirmed.form, confirmed.validated_data, run, confirmed.key)
        if response.status != 201:
            raise StoredRefusal(response)
        return f"Transaction {row.pk} is reversed by transaction {response.body['id']}."


@admin.register(Entry)
class EntryAdmin(RecordedAdmin):
    """Newest first."""

    view_capability = Capability.VIEW_LEDGER
    read_event = Event.ACCOUNT_READ
    list_display = ["id", "booked_at", account_column("account"), "direction", columns.ENTRY_AMOUNT,
                    columns.BALANCE_AFTER, columns.ENTRY_TRANSACTION, columns.ENTRY_STATUS,
                    columns.DESCRIPTION]  # fmt: skip
    list_filter = ["direction", ("booked_at", DateRangeFilter)]
    list_select_related = ["account__owner", "transaction__reversed_by"]
    search_fields = ["=account__number", "=transaction__id"]
    ordering = ["-id"]
    fields = ["id", columns.ENTRY_TRANSACTION, columns.ENTRY_STATUS, columns.DESCRIPTION,
              account_column("account"), "direction", columns.ENTRY_AMOUNT, "seq", columns.BALANCE_AFTER,
              "booked_at"]  # fmt: skip
    link_lookups = frozenset({"account__id__exact", "transaction__id__exact"})

    def users_of(self, row: Entry) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.account.owner_id]
