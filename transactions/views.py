"""`/api/transactions/` and `/api/accounts/{number}/entries/`: the lists, and one transaction."""

from typing import Any

from rest_framework.response import Response

from accounts.payees import sees_full_names
from accounts.selectors import account_visible_to
from audit.events import Event
from audit.reads import record_read_by
from core.api.bounded_pages import BoundedCursorPagination
from core.api.openapi import paginated_schema
from core.api.operations import Operation
from core.api.pagination import paginated_response
from core.api.query import (
    AmountParameter,
    ChoiceParameter,
    PageSerializer,
    PeriodSerializer,
    SearchParameter,
    TextParameter,
    instants,
)
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.exceptions import NotFound
from transactions.enums import Direction, TransactionType
from transactions.ledger.positions import annotated_range, seq_bounds
from transactions.models import Transaction
from transactions.reads import record_counterparties_read, record_transactions_read
from transactions.selectors import find_entries, find_transactions, transaction_visible_to
from transactions.serializers import EntrySerializer, TransactionSerializer
from users.request import UserRequest

_SHORT_PAGES = (
    "With filters, a page may have fewer rows than `page_size`, or none, and still a `next`: each page looks at a "
    "limited part of the history. The list has ended where `next` is null."
)


class _Filters(PeriodSerializer, PageSerializer):
    """The filters of both lists."""

    min_amount = AmountParameter()
    max_amount = AmountParameter()
    search = SearchParameter("In the description.")


class TransactionFilters(_Filters):
    """The filters of transactions."""

    account = TextParameter("An account's number: to it or from it.")
    kind = ChoiceParameter(TransactionType.values)


class EntryFilters(_Filters):
    """The filters of entries."""

    direction = ChoiceParameter(Direction.values)


class TransactionsView(ApiView):
    """Lists transactions."""

    @Operation(
        "list_transactions", "List transactions",
        f"Newest first. Members see those of their own accounts, staff all. {_SHORT_PAGES}",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=TransactionFilters,
        response=paginated_schema(TransactionSerializer),
        raises=(NotFound,),
    )  # fmt: skip
    def get(self, request: UserRequest, query: dict[str, Any]) -> Response:
        account = account_visible_to(request.user, query["account"]) if query["account"] is not None else None
        since, before = instants(query)
        rows = find_transactions(
            request.user, account=account, kind=query["kind"], since=since, before=before, **_content(query)
        )
        about = {"list": "transactions"} if account is None else {"account": account.number}
        return paginated_response(
            rows,
            TransactionSerializer,
            request,
            self,
            pages=BoundedCursorPagination(),
            shown=lambda page: record_transactions_read(request, page, **about),
        )


class TransactionView(ApiView):
    """One transaction."""

    @Operation(
        "get_transaction",
        "Get transaction",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response=TransactionSerializer,
    )
    def get(self, request: UserRequest, transaction_id: int) -> Transaction:
        found = transaction_visible_to(request.user, transaction_id)
        record_transactions_read(request, [found], transaction=found.pk)
        return found


class EntriesView(ApiView):
    """The entries of an account."""

    @Operation(
        "list_entries", "List account entries",
        f"Newest first. Members see counterparties' names as `Matthew M.`, staff in full. {_SHORT_PAGES}",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=EntryFilters,
        response=paginated_schema(EntrySerializer),
    )  # fmt: skip
    def get(self, request: UserRequest, number: str, query: dict[str, Any]) -> Response:
        account = account_visible_to(request.user, number, **seq_bounds(*instants(query)))
        within = annotated_range(account)
        rows = find_entries(account, within, direction=query["direction"], **_content(query))
        record_read_by(request, Event.ACCOUNT_READ, [account.owner_id], account=account.number)
        return paginated_response(
            rows,
            EntrySerializer,
            request,
            self,
            pages=BoundedCursorPagination(),
            shown=lambda page: record_counterparties_read(request, account, page),
            full_names=sees_full_names(request.user),
        )


def _content(query: dict[str, Any]) -> dict[str, Any]:
    """The filters by amount and text of both lists, as the selectors take them."""
    return {"least": query["min_amount"], "most": query["max_amount"], "search": query["search"] or ""}
