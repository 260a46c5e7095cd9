"""`/api/accounts/`: the list, opening, freezing and closing. Entries and statements are in `transactions`."""

from collections.abc import Sequence
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import CUSTOMER_TYPES, Status
from accounts.models import Account
from accounts.payees import holder_name, look_up_payee, sees_full_names
from accounts.selectors import account_visible_to, find_accounts
from accounts.serializers import AccountSerializer, OpenAccountSerializer, PayeeSerializer, ReasonSerializer
from accounts.services import change_status, open_account
from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import PAGINATION_PARAMS, error_responses, id_parameter, paginated_schema, text_parameter
from core.api.pagination import paginated_response
from core.api.query_params import choice_param, int_param, text_param
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from users.request import current_user

_KINDS = [str(kind.value) for kind in CUSTOMER_TYPES]


def record_accounts_read(request: Request, accounts: Sequence[Account]) -> None:
    """Records a read; call it before the response that shows these accounts."""
    numbers = [account.number for account in accounts]
    about: dict[str, Any] = {"account": numbers[0]} if len(numbers) == 1 else {"accounts": numbers}
    record_read_by(request, Event.ACCOUNT_READ, [account.owner_id for account in accounts], **about)


class AccountsView(ApiView):
    """Lists accounts, and opens one."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS), "POST": requires(Capability.OPEN_ACCOUNT)}
    query_parameters = {
        "GET": [
            id_parameter("owner", "Filter by owner id."),
            OpenApiParameter("status", str, enum=Status.values),
            OpenApiParameter("type", str, enum=_KINDS),
            text_parameter("search", "In number, name and owner."),
            *PAGINATION_PARAMS,
        ]
    }

    @extend_schema(
        operation_id="list_accounts",
        summary="List accounts",
        description="Members see their own, staff all.",
        responses={200: paginated_schema(AccountSerializer), **error_responses(400, 401, 403, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        accounts = find_accounts(
            current_user(request),
            owner=int_param(request, "owner"),
            status=choice_param(request, "status", Status.values),
            kind=choice_param(request, "type", _KINDS),
            search=text_param(request, "search"),
        )
        return paginated_response(
            accounts, AccountSerializer, request, self, shown=lambda rows: record_accounts_read(request, rows)
        )

    @extend_schema(
        operation_id="open_account",
        summary="Open an account for a member",
        description="Staff open it; `owner` is the member's id. The number is the bank's choice.",
        request=OpenAccountSerializer,
        responses={201: AccountSerializer, **error_responses(400, 401, 403, 415, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        body = validate_body(OpenAccountSerializer, request.data)
        account = open_account(
            actor=current_user(request),
            owner_id=body["owner"],
            kind=body["type"],
            name=body["name"],
            currency=body["currency"],
            client=get_client_info(request._request),
        )
        return Response(AccountSerializer(account).data, status=201)


class AccountView(ApiView):
    """One account."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS)}

    @extend_schema(
        operation_id="get_account",
        summary="Get account",
        responses={200: AccountSerializer, **error_responses(401, 403, 404, 429, 503)},
    )
    def get(self, request: Request, number: str) -> Response:
        account = account_visible_to(current_user(request), number)
        record_accounts_read(request, [account])
        return Response(AccountSerializer(account).data)


class PayeeView(ApiView):
    """Whose account a number is, to check it before a payment."""

    permissions = {"GET": requires(Capability.TRANSFER_OWN_MONEY, Capability.VIEW_ALL_ACCOUNTS)}

    @extend_schema(
        operation_id="get_payee",
        summary="Get the holder of an account",
        description="Before a payment: 404 for an account that does not exist, is closed, or is the bank's own. "
        "Members see the name as `Matthew M.` and may look up 60 accounts of others an hour; staff see it in full.",
        responses={200: PayeeSerializer, **error_responses(401, 403, 404, 429, 503)},
        examples=[OpenApiExample("For a member", {"number": "123456789092", "name": "Matthew M."})],
    )
    def get(self, request: Request, number: str) -> Response:
        user = current_user(request)
        account = look_up_payee(actor=user, number=number)
        full = sees_full_names(user)
        if full:  # a masked name of a member is not recorded
            record_accounts_read(request, [account])
        name = holder_name(account.owner.full_name if account.owner else "", full=full)
        return Response(PayeeSerializer({"number": account.number, "name": name}).data)


class _StatusView(ApiView):
    """Base of the views that change an account's status."""

    permissions = {"POST": requires(Capability.CHANGE_ACCOUNT_STATUS)}
    status: ClassVar[Status]

    def change(self, request: Request, number: str) -> Response:
        """Changes the status, with the reason."""
        body = validate_body(ReasonSerializer, request.data)
        account = change_status(
            actor=current_user(request),
            number=number,
            status=self.status,
            reason=body["reason"],
            client=get_client_info(request._request),
        )
        return Response(AccountSerializer(account).data)


_ANSWERS = {200: AccountSerializer, **error_responses(400, 401, 403, 404, 415, 422, 429, 503)}


class FreezeView(_StatusView):
    """The account accepts credits and rejects debits."""

    status = Status.FROZEN

    @extend_schema(
        operation_id="freeze_account", summary="Freeze an account", request=ReasonSerializer, responses=_ANSWERS
    )
    def post(self, request: Request, number: str) -> Response:
        return self.change(request, number)


class UnfreezeView(_StatusView):
    """The account accepts debits again."""

    status = Status.ACTIVE

    @extend_schema(
        operation_id="unfreeze_account", summary="Unfreeze an account", request=ReasonSerializer, responses=_ANSWERS
    )
    def post(self, request: Request, number: str) -> Response:
        return self.change(request, number)


class CloseView(_StatusView):
    """Permanent. The account must have a zero balance and no holds."""

    status = Status.CLOSED

    @extend_schema(
        operation_id="close_account", summary="Close an empty account", request=ReasonSerializer, responses=_ANSWERS
    )
    def post(self, request: Request, number: str) -> Response:
        return self.change(request, number)
