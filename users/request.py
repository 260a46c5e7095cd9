"""The user of a request, for views that need one."""

from rest_framework.request import Request

from core.exceptions import NotAuthenticated
from users.models import User


def current_user(request: Request) -> User:
    """The signed-in user of a request."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
