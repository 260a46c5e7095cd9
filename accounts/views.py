"""`/api/accounts/`: the list, opening, freezing and closing. Entries and statements are in `transactions`."""

from collections.abc import Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.enums import CUSTOMER_TYPES, Status
from accounts.exceptions import AccountClosed, AccountInUse, BalanceNotZero
from accounts.models import Account
from accounts.payees import holder_name, look_up_payee, sees_full_names
from accounts.selectors import account_visible_to, find_accounts
from accounts.serializers import AccountSerializer, OpenAccountSerializer, PayeeSerializer, ReasonSerializer
from accounts.services import change_status, open_account
from audit.events import Event
from audit.reads import record_read_by
from core.api.openapi import paginated_schema
from core.api.operations import Operation
from core.api.pagination import paginated_response
from core.api.query import ChoiceParameter, IdParameter, PageSerializer, SearchParameter
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.exceptions import ApplicationError
from users.request import UserRequest

_KINDS = [str(kind.value) for kind in CUSTOMER_TYPES]


def record_accounts_read(request: Request, accounts: Sequence[Account]) -> None:
    """Records a read; call it before the response that shows these accounts."""
    numbers = [account.number for account in accounts]
    about: dict[str, Any] = {"account": numbers[0]} if len(numbers) == 1 else {"accounts": numbers}
    record_read_by(request, Event.ACCOUNT_READ, [account.owner_id for account in accounts], **about)


class AccountFilters(PageSerializer):
    """The filters of the list."""

    owner = IdParameter("Filter by owner id.")
    status = ChoiceParameter(Status.values)
    type = ChoiceParameter(_KINDS)
    search = SearchParameter("In number, name and owner.")


class AccountsView(ApiView):
    """Lists accounts, and opens one."""

    @Operation(
        "list_accounts", "List accounts", "Members see their own, staff all.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        query=AccountFilters,
        response=paginated_schema(AccountSerializer),
    )  # fmt: skip
    def get(self, request: UserRequest, query: dict[str, Any]) -> Response:
        accounts = find_accounts(
            request.user, owner=query["owner"], status=query["status"], kind=query["type"], search=query["search"] or ""
        )
        return paginated_response(
            accounts, AccountSerializer, request, self, shown=lambda rows: record_accounts_read(request, rows)
        )

    @Operation(
        "open_account", "Open an account for a member",
        "Staff open it; `owner` is the member's id. The number is the bank's choice.",
        allow=requires(Capability.OPEN_ACCOUNT),
        body=OpenAccountSerializer,
        response=AccountSerializer,
        status=201,
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> Account:
        return open_account(
            actor=request.user,
            owner_id=body["owner"],
            kind=body["type"],
            name=body["name"],
            currency=body["currency"],
            client=request.client,
        )


class AccountView(ApiView):
    """One account."""

    @Operation("get_account", "Get account", allow=requires(Capability.VIEW_OWN_RECORDS), response=AccountSerializer)
    def get(self, request: UserRequest, number: str) -> Account:
        account = account_visible_to(request.user, number)
        record_accounts_read(request, [account])
        return account


class PayeeView(ApiView):
    """Whose account a number is, to check it before a payment."""

    @Operation(
        "get_payee", "Get the holder of an account",
        "Before a payment: 404 for an account that does not exist, is closed, or is the bank's own. "
        "Members see the name as `Matthew M.` and may look up 60 accounts of others an hour; staff see it in full.",
        allow=requires(Capability.TRANSFER_OWN_MONEY, Capability.VIEW_ALL_ACCOUNTS),
        response=PayeeSerializer,
    )  # fmt: skip
    def get(self, request: UserRequest, number: str) -> dict[str, str]:
        account = look_up_payee(actor=request.user, number=number)
        full = sees_full_names(request.user)
        if full:  # a masked name of a member is not recorded
            record_accounts_read(request, [account])
        name = holder_name(account.owner.full_name if account.owner else "", full=full)
        return {"number": account.number, "name": name}


def _status_operation(operation_id: str, summary: str, *raises: type[ApplicationError]) -> Operation:
    return Operation(
        operation_id,
        summary,
        allow=requires(Capability.CHANGE_ACCOUNT_STATUS),
        body=ReasonSerializer,
        response=AccountSerializer,
        raises=(AccountClosed, *raises),
    )


class FreezeView(ApiView):
    """The account accepts credits and rejects debits."""

    @_status_operation("freeze_account", "Freeze an account")
    def post(self, request: UserRequest, number: str, body: dict[str, Any]) -> Account:
        return _change_status(request, number, Status.FROZEN, body)


class UnfreezeView(ApiView):
    """The account accepts debits again."""

    @_status_operation("unfreeze_account", "Unfreeze an account")
    def post(self, request: UserRequest, number: str, body: dict[str, Any]) -> Account:
        return _change_status(request, number, Status.ACTIVE, body)


class CloseView(ApiView):
    """Permanent. The account must have a zero balance and no holds."""

    @_status_operation("close_account", "Close an empty account", BalanceNotZero, AccountInUse)
    def post(self, request: UserRequest, number: str, body: dict[str, Any]) -> Account:
        return _change_status(request, number, Status.CLOSED, body)


def _change_status(request: UserRequest, number: str, status: Status, body: dict[str, Any]) -> Account:
    return change_status(actor=request.user, number=number, status=status, reason=body["reason"], client=request.client)
