"""The user of a request, for views that need one."""

from typing import TYPE_CHECKING

from rest_framework.request import Request

from core.api.requests import ApiRequest
from core.exceptions import NotAuthenticated
from users.models import User


def current_user(request: Request) -> User:
    """The signed-in user of a request."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


class UserRequest(ApiRequest):
    """The request of an operation that requires a capability: its user is signed in."""

    if TYPE_CHECKING:
        user: User
