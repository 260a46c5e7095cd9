"""The signed-in user's own profile."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import error_responses
from core.api.serializers import validate_body
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import get_client_info
from users.request import current_user
from users.serializers import PersonSerializer, ProfileSerializer
from users.services.user_management import change_own_profile


class MeView(ApiView):
    """Shows and changes one's own profile."""

    permissions = {"GET": requires(Capability.VIEW_OWN_RECORDS), "PATCH": requires(Capability.CHANGE_OWN_PROFILE)}

    @extend_schema(
        operation_id="get_profile",
        summary="Get your profile",
        responses={200: PersonSerializer, **error_responses(401, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        return Response(PersonSerializer(current_user(request)).data)

    @extend_schema(
        operation_id="change_profile",
        summary="Change your name or phone",
        description="The e-mail address has a route of its own; nothing else of a profile is its owner's to change.",
        request=ProfileSerializer,
        responses={200: PersonSerializer, **error_responses(400, 401, 403, 415, 429, 503)},
    )
    def patch(self, request: Request) -> Response:
        user = current_user(request)
        changes = validate_body(ProfileSerializer, request.data, context={"stored_name": lambda: user.full_name})
        person = change_own_profile(user=user, changes=changes, client=get_client_info(request._request))
        return Response(PersonSerializer(person).data)
