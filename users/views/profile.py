"""The signed-in user's own profile."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.openapi import errors
from core.api.serializers import validated
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from core.client_info import client_of
from users.request import caller
from users.serializers import PersonSerializer, ProfileSerializer
from users.services.user_management import change_own_profile


class MeView(ApiView):
    """The profile."""

    access = {"GET": requires(Capability.VIEW_OWN_RECORDS), "PATCH": requires(Capability.CHANGE_OWN_PROFILE)}

    @extend_schema(
        operation_id="get_profile",
        summary="Your profile",
        description="As it stands now: a role that was changed counts from the next request on.",
        responses={200: PersonSerializer, **errors(401, 429, 503)},
    )
    def get(self, request: Request) -> Response:
        return Response(PersonSerializer(caller(request)).data)

    @extend_schema(
        operation_id="change_profile",
        summary="Change your name or phone",
        description="The e-mail address has a route of its own; nothing else of a profile is its owner's to change.",
        request=ProfileSerializer,
        responses={200: PersonSerializer, **errors(400, 401, 403, 415, 429, 503)},
    )
    def patch(self, request: Request) -> Response:
        user = caller(request)
        changes = validated(ProfileSerializer, request.data, context={"stored_name": lambda: user.full_name})
        person = change_own_profile(user=user, changes=changes, client=client_of(request._request))
        return Response(PersonSerializer(person).data)
