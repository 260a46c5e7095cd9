"""`/api/transactions/payees/` and `limits/`: whom a member has paid, and how much the caller may transfer."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import PAGINATION_PARAMS, error_responses, paginated_schema
from core.api.pagination import CursorPagination, paginated_response
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from transactions.payments.limits import transfer_limit
from transactions.payments.selectors import find_payees
from transactions.payments.serializers import LimitsSerializer, PastPayeeSerializer
from users.request import current_user


class PayeePages(CursorPagination):
    """The payee of the latest transfer first."""

    ordering = "-last_transfer_id"


class PayeesView(ApiView):
    """The accounts that a member has paid."""

    permissions = {"GET": requires(Capability.TRANSFER_OWN_MONEY)}
    query_parameters = {"GET": PAGINATION_PARAMS}

    @extend_schema(
        operation_id="list_payees",
        summary="List accounts paid before",
        description="Other people's open accounts to which the member has transferred, the latest payment first.",
        responses={200: paginated_schema(PastPayeeSerializer), **error_responses(400, 401, 403, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        """A page of them, with masked names."""
        rows = find_payees(current_user(request))
        return paginated_response(rows, PastPayeeSerializer, request, self, pages=PayeePages())


class LimitsView(ApiView):
    """How much the caller may transfer."""

    permissions = {"GET": requires(Capability.TRANSFER_OWN_MONEY, Capability.TRANSFER_FOR_MEMBERS)}

    @extend_schema(
        operation_id="get_limits",
        summary="Get transfer limits",
        description="For members, the limit of all transfers of a day and what is left of it today; for cashiers, the "
        "limit of one transfer, in both fields; for managers, who have no limit, null.",
        responses={200: LimitsSerializer, **error_responses(401, 403, 429, 503)},
        examples=[
            OpenApiExample("For a member", {"transfer": {"limit": "10000.00", "left": "8750.00"}}),
            OpenApiExample("For a manager", {"transfer": {"limit": None, "left": None}}),
        ],
    )
    def get(self, request: Request) -> Response:
        """The present figures."""
        return Response(LimitsSerializer({"transfer": transfer_limit(current_user(request))}).data)
