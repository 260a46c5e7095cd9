"""`/api/transactions/payees/` and `limits/`: whom a member has paid, and how much the caller may transfer."""

from typing import Any

from rest_framework.response import Response

from core.api.openapi import paginated_schema
from core.api.operations import Operation
from core.api.pagination import CursorPagination, paginated_response
from core.api.query import PageSerializer
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from transactions.payments.limits import TransferLimit, transfer_limit
from transactions.payments.selectors import find_payees
from transactions.payments.serializers import LimitsSerializer, PastPayeeSerializer
from users.request import UserRequest


class PayeePages(CursorPagination):
    """The payee of the latest transfer first."""

    ordering = "-last_transfer_id"


class PayeesView(ApiView):
    """The accounts that a member has paid."""

    @Operation(
        "list_payees", "List accounts paid before",
        "Other people's open accounts to which the member has transferred, the latest payment first.",
        allow=requires(Capability.TRANSFER_OWN_MONEY),
        query=PageSerializer,
        response=paginated_schema(PastPayeeSerializer),
    )  # fmt: skip
    def get(self, request: UserRequest, query: dict[str, Any]) -> Response:
        return paginated_response(find_payees(request.user), PastPayeeSerializer, request, self, pages=PayeePages())


class LimitsView(ApiView):
    """How much the caller may transfer."""

    @Operation(
        "get_limits", "Get transfer limits",
        "For members, the limit of all transfers of a day and what is left of it today; for cashiers, the "
        "limit of one transfer, in both fields; for managers, who have no limit, null.",
        allow=requires(Capability.TRANSFER_OWN_MONEY, Capability.TRANSFER_FOR_MEMBERS),
        response=LimitsSerializer,
    )  # fmt: skip
    def get(self, request: UserRequest) -> dict[str, TransferLimit]:
        return {"transfer": transfer_limit(request.user)}
