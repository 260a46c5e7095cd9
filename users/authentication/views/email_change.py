"""Changes the e-mail address of the signed-in user."""

from typing import Any

from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import ALLOW_ANY, requires
from sessions_browser.authentication import session_of
from users.authentication.email_change import confirm_email_change, request_email_change
from users.authentication.serializers import EmailChangeConfirmSerializer, EmailChangeSerializer
from users.request import UserRequest


class EmailChangeView(ApiView):
    """Requests the change."""

    @Operation(
        "request_email_change", "Ask for a change of your e-mail address",
        "202, the same for every address: a free one is mailed a link that confirms the change, a registered one is "
        "told so by mail. A newer request voids the older link.",
        allow=requires(Capability.CHANGE_OWN_PROFILE),
        body=EmailChangeSerializer,
        status=202,
    )  # fmt: skip
    def post(self, request: UserRequest, body: dict[str, Any]) -> None:
        session = session_of(request.http_request)
        request_email_change(user=request.user, session=session, client=request.client, **body)


class EmailChangeConfirmView(ApiView):
    """Confirms the change with the link."""

    ignores_token = True

    @Operation(
        "confirm_email_change", "Confirm a new e-mail address with a mailed link",
        "Works once, ends all sessions of the user, and sends a notice to the former address.",
        allow=ALLOW_ANY,
        body=EmailChangeConfirmSerializer,
        status=204,
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> None:
        confirm_email_change(client=request.client, **body)
