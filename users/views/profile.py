"""The signed-in user's own profile."""

from typing import Any

from core.api.operations import Operation
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from users.models import User
from users.request import UserRequest
from users.serializers import MeSerializer, ProfileSerializer
from users.services.user_management import change_own_profile


def _stored_name(request: UserRequest) -> dict[str, Any]:
    return {"stored_name": lambda: request.user.full_name}


class MeView(ApiView):
    """Shows and changes one's own profile."""

    open_without_factor = True

    @Operation("get_profile", "Get your profile", allow=requires(Capability.VIEW_OWN_RECORDS), response=MeSerializer)
    def get(self, request: UserRequest) -> User:
        return request.user

    @Operation(
        "change_profile", "Change your name, phone or language",
        "The e-mail address has a route of its own; nothing else of a profile is its owner's to change.",
        allow=requires(Capability.CHANGE_OWN_PROFILE),
        body=ProfileSerializer,
        context=_stored_name,
        response=MeSerializer,
    )  # fmt: skip
    def patch(self, request: UserRequest, body: dict[str, Any]) -> User:
        return change_own_profile(user=request.user, changes=body, client=request.client)
