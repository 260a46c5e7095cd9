"""`/api/transactions/` and `/api/accounts/{number}/entries/`: the lists, and one transaction."""

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.payees import sees_full_names
from accounts.selectors import account_visible_to
from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import DATE_RANGE_PARAMS, PAGINATION_PARAMS, error_responses, paginated_schema, text_parameter
from core.api.pagination import CursorPagination, paginated_response
from core.api.query_params import choice_param, date_range, get_param, text_param
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.exceptions import InvalidRequest
from core.money import to_minor
from transactions.enums import Direction, TransactionType
from transactions.reads import record_counterparties_read, record_transactions_read
from transactions.selectors import find_entries, find_transactions, transaction_visible_to
from transactions.serializers import EntrySerializer, TransactionSerializer
from users.request import current_user

_AMOUNT_PARAMS = [OpenApiParameter("min_amount", str), OpenApiParameter("max_amount", str)]


class TransactionsView(ApiView):
    """Lists transactions."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}
    query_parameters = {
        "GET": [
            OpenApiParameter("account", str, description="An account's number: to it or from it."),
            OpenApiParameter("kind", str, enum=TransactionType.values),
            *DATE_RANGE_PARAMS,
            *_AMOUNT_PARAMS,
            text_parameter("search", "In the description."),
            *PAGINATION_PARAMS,
        ]
    }

    @extend_schema(
        operation_id="list_transactions",
        summary="List transactions",
        description="Members see those of their own accounts, staff all.",
        responses={200: paginated_schema(TransactionSerializer), **error_responses(400, 401, 404, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        user, number = current_user(request), get_param(request, "account")
        account = account_visible_to(user, number) if number is not None else None
        since, before = date_range(request)
        rows = find_transactions(
            user,
            account=account,
            kind=choice_param(request, "kind", TransactionType.values),
            since=since,
            before=before,
            least=_amount(request, "min_amount"),
            most=_amount(request, "max_amount"),
            search=text_param(request, "search"),
        )
        about = {"list": "transactions"} if account is None else {"account": account.number}
        return paginated_response(
            rows,
            TransactionSerializer,
            request,
            self,
            shown=lambda page: record_transactions_read(request, page, **about),
        )


class TransactionView(ApiView):
    """One transaction."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_transaction",
        summary="Get transaction",
        responses={200: TransactionSerializer, **error_responses(401, 404, 429, 503)},
    )
    def get(self, request: Request, transaction_id: int) -> Response:
        found = transaction_visible_to(current_user(request), transaction_id)
        record_transactions_read(request, [found], transaction=found.pk)
        return Response(TransactionSerializer(found).data)


class EntryPages(CursorPagination):
    """Newest first, by the account's `seq`."""

    ordering = "-seq"


class EntriesView(ApiView):
    """The entries of an account."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}
    query_parameters = {
        "GET": [
            *DATE_RANGE_PARAMS,
            OpenApiParameter("direction", str, enum=Direction.values),
            *_AMOUNT_PARAMS,
            text_parameter("search", "In the description."),
            *PAGINATION_PARAMS,
        ]
    }

    @extend_schema(
        operation_id="list_entries",
        summary="List account entries",
        description="Newest first. Members see counterparties' names as `Matthew M.`, staff in full.",
        responses={200: paginated_schema(EntrySerializer), **error_responses(400, 401, 404, 429, 503)},
    )
    def get(self, request: Request, number: str) -> Response:
        user = current_user(request)
        account = account_visible_to(user, number)
        since, before = date_range(request)
        rows = find_entries(
            account,
            since=since,
            before=before,
            direction=choice_param(request, "direction", Direction.values),
            least=_amount(request, "min_amount"),
            most=_amount(request, "max_amount"),
            search=text_param(request, "search"),
        )
        record_read_by(request, Event.ACCOUNT_READ, [account.owner_id], account=account.number)
        return paginated_response(
            rows,
            EntrySerializer,
            request,
            self,
            pages=EntryPages(),
            shown=lambda page: record_counterparties_read(request, account, page),
            full_names=sees_full_names(user),
        )


def _amount(request: Request, name: str) -> int | None:
    text = get_param(request, name)
    if text is None:
        return None
    try:
        return to_minor(text, settings.BANK_CURRENCY)
    except ValueError as exc:
        raise InvalidRequest(**{name: str(exc)}) from exc
