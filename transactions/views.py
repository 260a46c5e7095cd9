"""`/api/transactions/` and `/api/accounts/{number}/entries/`: the lists, and one transaction."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import account_visible_to
from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import DAYS, PAGE, errors, paged, text_parameter
from core.api.pagination import CursorPages, page_of
from core.api.query_params import days, one_of, text_of, value_of
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.exceptions import InvalidRequest
from core.money import to_minor
from transactions.enums import Kind
from transactions.models import Transaction
from transactions.selectors import entries_of, find_transactions, transaction_visible_to
from transactions.serializers import EntrySerializer, TransactionSerializer
from users.request import caller


class TransactionsView(ApiView):
    """The list."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS)}
    query_parameters = {
        "GET": [
            OpenApiParameter("account", str, description="An account's number: to it or from it."),
            OpenApiParameter("kind", str, enum=Kind.values),
            *DAYS,
            OpenApiParameter("min_amount", str),
            OpenApiParameter("max_amount", str),
            text_parameter("search", "In the description."),
            *PAGE,
        ]
    }

    @extend_schema(
        operation_id="list_transactions",
        summary="List transactions",
        description="Members see those of their own accounts, staff all.",
        responses={200: paged(TransactionSerializer), **errors(400, 401, 404, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        user, number = caller(request), value_of(request, "account")
        account = account_visible_to(user, number) if number is not None else None
        since, before = days(request)
        rows = find_transactions(
            user,
            account=account,
            kind=one_of(request, "kind", Kind.values),
            since=since,
            before=before,
            least=_amount(request, "min_amount"),
            most=_amount(request, "max_amount"),
            search=text_of(request, "search"),
        )
        about = {"list": "transactions"} if account is None else {"account": account.number}
        return page_of(
            rows, TransactionSerializer, request, self, shown=lambda page: _record_read(request, page, **about)
        )


class TransactionView(ApiView):
    """One transaction."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_transaction",
        summary="One transaction",
        responses={200: TransactionSerializer, **errors(401, 404, 429, 503)},
    )
    def get(self, request: Request, transaction_id: int) -> Response:
        found = transaction_visible_to(caller(request), transaction_id)
        _record_read(request, [found], transaction=found.pk)
        return Response(TransactionSerializer(found).data)


class EntryPages(CursorPages):
    """Newest first, along the account's own counter."""

    ordering = "-seq"


class EntriesView(ApiView):
    """The lines of an account."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS)}
    query_parameters = {"GET": PAGE}

    @extend_schema(
        operation_id="list_entries",
        summary="The entries of an account",
        responses={200: paged(EntrySerializer), **errors(400, 401, 404, 429, 503)},
    )
    def get(self, request: Request, number: str) -> Response:
        account = account_visible_to(caller(request), number)
        record_read_by(request, Event.ACCOUNT_READ, [account.owner_id], account=account.number)
        return page_of(entries_of(account), EntrySerializer, request, self, pages=EntryPages())


def _record_read(request: Request, rows: Sequence[Transaction], **about: Any) -> None:
    """Whose accounts they are from or to; one that the reader's own account is part of is the reader's own."""
    owners = [{account.owner_id for account in (row.from_account, row.to_account) if account} for row in rows]
    others = [owner for pair in owners if request.user.pk not in pair for owner in pair]
    record_read_by(request, Event.ACCOUNT_READ, others, **about)


def _amount(request: Request, name: str) -> int | None:
    text = value_of(request, name)
    if text is None:
        return None
    try:
        return to_minor(text, settings.BANK_CURRENCY)
    except ValueError as exc:
        raise InvalidRequest(**{name: str(exc)}) from exc
