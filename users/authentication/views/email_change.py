"""Changes the e-mail address of the signed-in user."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import error_responses
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import ALLOW_ANY, requires
from core.client_info import get_client_info
from users.authentication.email_change import confirm_email_change, request_email_change
from users.authentication.serializers import EmailChangeConfirmSerializer, EmailChangeSerializer
from users.request import current_user


class EmailChangeView(ApiView):
    """Requests the change."""

    permissions = {"POST": requires(Capability.CHANGE_OWN_PROFILE)}

    @extend_schema(
        operation_id="request_email_change",
        summary="Ask for a change of your e-mail address",
        description=(
            "202, the same for every address: a free one is mailed a link that confirms the change, a registered one "
            "is told so by mail. A newer request voids the older link."
        ),
        request=EmailChangeSerializer,
        responses={202: None, **error_responses(400, 401, 403, 415, 429, 503)},
    )
    def post(self, request: Request) -> Response:
        body = validate_body(EmailChangeSerializer, request.data)
        request_email_change(user=current_user(request), client=get_client_info(request._request), **body)
        return Response(status=202)


class EmailChangeConfirmView(ApiView):
    """Confirms the change with the link."""

    permissions = {"POST": ALLOW_ANY}
    ignores_token = True

    @extend_schema(
        operation_id="confirm_email_change",
        summary="Confirm a new e-mail address with a mailed link",
        description="Works once, ends all sessions of the user, and sends a notice to the former address.",
        request=EmailChangeConfirmSerializer,
        responses={204: None, **error_responses(400, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = validate_body(EmailChangeConfirmSerializer, request.data)
        confirm_email_change(client=get_client_info(request._request), **body)
        return Response(status=204)
