"""Transactions and entries in the admin: shows them, and reverses a transaction by a new one."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.selectors import account_ids_by_number
from accounts.serializers import ReasonSerializer
from audit.admin_reads import RecordedAdmin
from audit.events import Event
from confirmations.approval import Approval
from confirmations.staff_forms import StepUpForm, run_approved
from core.admin.actions import ConfirmedRequest, confirmed_action
from core.admin.filters import DateRangeFilter
from core.admin.links import Link, related_link
from core.authorization.capabilities import Capability
from core.idempotency.service import StoredRefusal, StoredResponse, build_request, run_once
from core.money import to_text
from transactions.enums import TransactionType
from transactions.models import Entry, Transaction
from transactions.payments.services import reverse_transaction
from transactions.serializers import new_transaction_body

if TYPE_CHECKING:
    TypedFilter = admin.SimpleListFilter
else:
    from unfold.contrib.filters.admin import TextFilter as TypedFilter  # has no types


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


def _reversal_of(row: Transaction) -> int | None:
    return Transaction.objects.filter(reverses=row).values_list("pk", flat=True).first()


@admin.register(Transaction)
class TransactionAdmin(RecordedAdmin):
    """Newest first. Transactions cannot be changed, but reversed by a new transaction."""

    view_capability, act_capability = Capability.VIEW_ALL_TRANSACTIONS, Capability.REVERSE_TRANSACTION
    read_event = Event.ACCOUNT_READ
    list_display = ["id", "booked_at", "kind", "amount_text", related_link("from_account", "accounts_account"),
                    related_link("to_account", "accounts_account"), "created_by"]  # fmt: skip
    list_filter = ["kind", ("booked_at", DateRangeFilter), AccountFilter]
    list_select_related = ["from_account", "to_account", "created_by"]
    search_fields = ["=id", "=from_account__number", "=to_account__number", "description_folded__finds"]
    ordering = ["-id"]
    fields = ["id", "kind", "amount_text", "currency", "description", "from_account", "to_account", "booked_at",
              "value_date", "posted_by"]  # fmt: skip
    link_lookups = frozenset({"id__exact", "created_by__id__exact"})
    links = [
        Link("Entries", "transactions_entry", lambda row: {"transaction__id__exact": row.pk}),
        Link("Reverses", "transactions_transaction", lambda row: row.reverses_id),
        Link("Reversed by", "transactions_transaction", _reversal_of),
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

    @admin.display(description="amount")
    def amount_text(self, row: Transaction) -> str:
        """As text."""
        return row.money()

    @admin.display(description="created by")
    def posted_by(self, row: Transaction) -> str:
        """Without a link, because cashiers do not see other staff."""
        return str(row.created_by)

    @confirmed_action(
        "Reverse",
        description="A new transaction puts back what this one moved; both stay in the books. If it belongs to a loan, "
        "the loan changes too.",
        serializer=ReasonSerializer,
        condition=lambda row: (
            row.kind != TransactionType.REVERSAL and not Transaction.objects.filter(reverses=row).exists()
        ),
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
    list_display = ["id", "booked_at", related_link("account", "accounts_account"), "direction", "amount_text",
                    "balance_text", related_link("transaction", "transactions_transaction")]  # fmt: skip
    list_filter = ["direction", ("booked_at", DateRangeFilter)]
    list_select_related = ["account", "transaction"]
    search_fields = ["=account__number", "=transaction__id"]
    ordering = ["-id"]
    fields = ["id", "transaction", "account", "direction", "amount_text", "seq", "balance_text", "booked_at"]
    link_lookups = frozenset({"account__id__exact", "transaction__id__exact"})

    def users_of(self, row: Entry) -> list[int | None]:
        """See RecordedAdmin."""
        return [row.account.owner_id]

    @admin.display(description="amount")
    def amount_text(self, entry: Entry) -> str:
        """As text."""
        return to_text(entry.amount, entry.transaction.currency)

    @admin.display(description="balance after")
    def balance_text(self, entry: Entry) -> str:
        """The balance after the entry, for customer accounts."""
        return "-" if entry.balance_after is None else to_text(entry.balance_after, entry.transaction.currency)
