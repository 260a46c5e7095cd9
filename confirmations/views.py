"""`/api/confirmations/`: a user confirms exactly one request with a second factor before sending it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from audit.reads import record_read_by
from confirmations.approval import confirmable
from confirmations.operations import find_operation
from confirmations.passkey import usable_methods
from confirmations.serializers import ConfirmationSerializer, ConfirmSerializer, NewConfirmationSerializer
from confirmations.services.confirmations import Confirming, confirm, create
from confirmations.summary import summary_fields
from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.exceptions import InvalidRequest, NotFound, PermissionDenied
from core.idempotency.service import IdempotencyKeyMissing
from core.ratelimit.throttles import count_request
from factors.exceptions import FactorInvalid
from factors.relying_party import relying_party_for
from factors.serializers import presented_factor
from sessions_browser.authentication import require_session

_OWN = requires(Capability.CHANGE_OWN_PROFILE)
NO_FACTOR = gettext_lazy("You have no second factor, so there is nothing to confirm. Send the request itself.")


class ConfirmationsView(ApiView):
    """Begins to confirm a request."""

    @Operation(
        "create_confirmation", "Describe a request that you will confirm",
        "For a request that was, or will be, refused with `step_up_required`. The response says what it would do. "
        "Input, permission and objects are judged as by the request itself, with the same errors. The name of a payee "
        "is shown and limited as by `payee/`, so a closed account is a 404. Nothing of the body is stored but an HMAC.",
        allow=_OWN,
        body=NewConfirmationSerializer,
        response=ConfirmationSerializer,
        status=201,
        raises=(IdempotencyKeyMissing, PermissionDenied, NotFound),
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> dict[str, Any]:
        count_request("confirmation", str(request.user.pk))
        if not require_session(request.http_request).user.has_factor:
            raise InvalidRequest(NO_FACTOR)
        method, path, key = body["method"], body["path"], body["idempotency_key"]
        found = find_operation(method, path)
        summary = found.judge(request, body["body"], key)
        if summary.shown is not None:
            record_read_by(request, summary.shown.event, summary.shown.user_ids, **summary.shown.about)
        asked = confirmable(request, found.operation, method=method, path=path, body=dict(body["body"]), key=key or "")
        row = create(asked)
        methods, options = usable_methods(row.user_id, relying_party_for(request.http_request), str(row.pk))
        response = {"id": row.pk, "expires_at": row.expires_at, "summary": summary_fields(summary), "methods": methods}
        return response if options is None else {**response, "passkey": options}


class ConfirmationView(ApiView):
    """Confirms."""

    @Operation(
        "confirm", "Confirm a request with a second factor",
        "Then send the request itself, with the header `Confirmation`. It is good for exactly that method, path, body, "
        "key and session, once, until `expires_at`. 404 for an unknown or expired one, another session's, and after "
        "five wrong attempts. A repeated call is 204, and uses no code.",
        allow=_OWN,
        body=ConfirmSerializer,
        status=204,
        raises=(FactorInvalid,),
    )  # fmt: skip
    def post(self, request: ApiRequest, confirmation_id: UUID, body: dict[str, Any]) -> None:
        session = require_session(request.http_request)
        confirming = Confirming(
            user_id=session.user_id,
            session_token=session.session_token,
            client=request.client,
            rp=relying_party_for(request.http_request),
            subject=str(confirmation_id),
        )
        confirm(confirming, confirmation_id, presented_factor(body))
