"""Registers members and confirms registrations."""

from typing import Any

from django.conf import settings
from rest_framework.response import Response

from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.api.views import ApiView
from core.authorization.permissions import ALLOW_ANY
from users.authentication.registration import confirm_registration, register, request_registration
from users.authentication.serializers import RegistrationConfirmSerializer, RegistrationSerializer
from users.exceptions import RegistrationClosed
from users.serializers import PersonSerializer


class RegisterView(ApiView):
    """Registers a member."""

    ignores_token = True

    @Operation(
        "register", "Register as a member",
        "202, the same for every address: a free one is mailed a link that confirms the registration, a registered "
        "one is told so by mail. A new request for an address voids its older links. With `EMAIL_CONFIRMATION=0` "
        "the member is created at once (201), and a registered address is a 400.",
        allow=ALLOW_ANY,
        body=RegistrationSerializer,
        status=202,
        other_responses={201: PersonSerializer},
        raises=(RegistrationClosed,),
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> Response | None:
        if not settings.EMAIL_CONFIRMATION:
            return Response(PersonSerializer(register(client=request.client, **body)).data, status=201)
        request_registration(client=request.client, **body)
        return None


class RegisterConfirmView(ApiView):
    """Confirms a registration with its link."""

    ignores_token = True

    @Operation(
        "confirm_registration", "Confirm a registration with a mailed link",
        "Takes the password that was chosen at registration; a wrong one counts like a wrong password at a login. "
        "Works once.",
        allow=ALLOW_ANY,
        body=RegistrationConfirmSerializer,
        status=204,
        raises=(RegistrationClosed,),
    )  # fmt: skip
    def post(self, request: ApiRequest, body: dict[str, Any]) -> None:
        confirm_registration(client=request.client, **body)
