"""`/api/transactions/{id}/reverse/`: here, and not in `transactions`, for a loan follows what is reversed."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.serializers import ReasonSerializer
from core.api.serializers import validated
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import client_of
from core.idempotency.responses import KEY
from loans.services.reversing import reverse
from transactions.payments.views import MOVED, moved
from users.request import caller


class ReverseView(ApiView):
    """Puts it back."""

    access = {"POST": requires(Capability.REVERSE_TRANSACTION)}
    moves_money = True

    @extend_schema(
        operation_id="reverse_transaction",
        summary="Reverse a transaction",
        request=ReasonSerializer,
        parameters=[KEY],
        responses=MOVED,
    )
    def post(self, request: Request, transaction_id: int) -> Response:
        reason = validated(ReasonSerializer, request.data)["reason"]
        user, client = caller(request), client_of(request._request)
        return moved(
            request,
            lambda: reverse(actor=user, transaction_id=transaction_id, reason=reason, client=client),
        )
