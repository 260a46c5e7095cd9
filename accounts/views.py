"""`/api/accounts/`: the list, opening, freezing and closing. Entries and statements are the ledger's."""

from collections.abc import Sequence
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import CUSTOMER_KINDS, Status
from accounts.models import Account
from accounts.selectors import account_visible_to, find_accounts
from accounts.serializers import AccountSerializer, OpenAccountSerializer, ReasonSerializer
from accounts.services import change_status, open_account
from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import PAGE, errors, id_parameter, paged, text_parameter
from core.api.pagination import page_of
from core.api.query_params import one_of, text_of, whole_number
from core.api.serializers import validated
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import client_of
from users.request import caller

_KINDS = [str(kind.value) for kind in CUSTOMER_KINDS]


def record_accounts_read(request: Request, accounts: Sequence[Account]) -> None:
    """Before an answer that shows these accounts."""
    numbers = [account.number for account in accounts]
    about: dict[str, Any] = {"account": numbers[0]} if len(numbers) == 1 else {"accounts": numbers}
    record_read_by(request, Event.ACCOUNT_READ, [account.owner_id for account in accounts], **about)


class AccountsView(ApiView):
    """The list, and the way in."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS), "POST": requires(Capability.OPEN_ACCOUNT)}
    query_parameters = {
        "GET": [
            id_parameter("owner", "Whose."),
            OpenApiParameter("status", str, enum=Status.values),
            OpenApiParameter("type", str, enum=_KINDS),
            text_parameter("search", "In number, name and owner."),
            *PAGE,
        ]
    }

    @extend_schema(
        operation_id="list_accounts",
        summary="List accounts",
        description="Members see their own, staff all.",
        responses={200: paged(AccountSerializer), **errors(400, 401, 403, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        accounts = find_accounts(
            caller(request),
            owner=whole_number(request, "owner"),
            status=one_of(request, "status", Status.values),
            kind=one_of(request, "type", _KINDS),
            search=text_of(request, "search"),
        )
        return page_of(
            accounts, AccountSerializer, request, self, shown=lambda rows: record_accounts_read(request, rows)
        )

    @extend_schema(
        operation_id="open_account",
        summary="Open an account for a member",
        description="Staff open it; `owner` is the member's id. The number is the bank's choice.",
        request=OpenAccountSerializer,
        responses={201: AccountSerializer, **errors(400, 401, 403, 415, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        body = validated(OpenAccountSerializer, request.data)
        account = open_account(
            actor=caller(request),
            owner_id=body["owner"],
            kind=body["type"],
            name=body["name"],
            currency=body["currency"],
            client=client_of(request._request),
        )
        return Response(AccountSerializer(account).data, status=201)


class AccountView(ApiView):
    """One account."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_account",
        summary="One account",
        responses={200: AccountSerializer, **errors(401, 403, 404, 429, 503)},
    )
    def get(self, request: Request, number: str) -> Response:
        account = account_visible_to(caller(request), number)
        record_accounts_read(request, [account])
        return Response(AccountSerializer(account).data)


class _StatusView(ApiView):
    """What the three below share."""

    access = {"POST": requires(Capability.CHANGE_ACCOUNT_STATUS)}
    status: ClassVar[Status]

    def change(self, request: Request, number: str) -> Response:
        """Changes the status, with the reason."""
        body = validated(ReasonSerializer, request.data)
        account = change_status(
            actor=caller(request),
            number=number,
            status=self.status,
            reason=body["reason"],
            client=client_of(request._request),
        )
        return Response(AccountSerializer(account).data)


_ANSWERS = {200: AccountSerializer, **errors(400, 401, 403, 404, 415, 422, 429, 503)}


class FreezeView(_StatusView):
    """Takes in, pays nothing out."""

    status = Status.FROZEN

    @extend_schema(
        operation_id="freeze_account", summary="Freeze an account", request=ReasonSerializer, responses=_ANSWERS
    )
    def post(self, request: Request, number: str) -> Response:
        return self.change(request, number)


class UnfreezeView(_StatusView):
    """As before the freeze."""

    status = Status.ACTIVE

    @extend_schema(
        operation_id="unfreeze_account", summary="Unfreeze an account", request=ReasonSerializer, responses=_ANSWERS
    )
    def post(self, request: Request, number: str) -> Response:
        return self.change(request, number)


class CloseView(_StatusView):
    """For good."""

    status = Status.CLOSED

    @extend_schema(
        operation_id="close_account", summary="Close an empty account", request=ReasonSerializer, responses=_ANSWERS
    )
    def post(self, request: Request, number: str) -> Response:
        return self.change(request, number)
