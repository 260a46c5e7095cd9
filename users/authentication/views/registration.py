"""Registers members and confirms registrations."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import error_responses
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.permissions import ALLOW_ANY
from core.client_info import get_client_info
from users.authentication.registration import confirm_registration, register, request_registration
from users.authentication.serializers import RegistrationConfirmSerializer, RegistrationSerializer
from users.serializers import PersonSerializer


class RegisterView(ApiView):
    """Registers a member."""

    permissions = {"POST": ALLOW_ANY}
    ignores_token = True

    @extend_schema(
        operation_id="register",
        summary="Register as a member",
        description=(
            "202, the same for every address: a free one is mailed a link that confirms the registration, a registered "
            "one is told so by mail. A new request for an address voids its older links. With `EMAIL_CONFIRMATION=0` "
            "the member is created at once (201), and a registered address is a 400."
        ),
        request=RegistrationSerializer,
        responses={201: PersonSerializer, 202: None, **error_responses(400, 403, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = validate_body(RegistrationSerializer, request.data)
        client = get_client_info(request._request)
        if not settings.EMAIL_CONFIRMATION:
            return Response(PersonSerializer(register(client=client, **body)).data, status=201)
        request_registration(client=client, **body)
        return Response(status=202)


class RegisterConfirmView(ApiView):
    """Confirms a registration with its link."""

    permissions = {"POST": ALLOW_ANY}
    ignores_token = True

    @extend_schema(
        operation_id="confirm_registration",
        summary="Confirm a registration with a mailed link",
        description=(
            "Takes the password that was chosen at registration; a wrong one counts like a wrong password at a login. "
            "Works once."
        ),
        request=RegistrationConfirmSerializer,
        responses={204: None, **error_responses(400, 403, 415, 429, 503)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        body = validate_body(RegistrationConfirmSerializer, request.data)
        confirm_registration(client=get_client_info(request._request), **body)
        return Response(status=204)
