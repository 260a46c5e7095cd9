"""The request of views that need a signed-in user."""

from typing import TYPE_CHECKING

from core.api.requests import ApiRequest
from users.models import User


class UserRequest(ApiRequest):
    """The request of an operation that requires a capability: its user is signed in."""

    if TYPE_CHECKING:
        user: User
