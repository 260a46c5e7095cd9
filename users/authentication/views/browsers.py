"""`/api/users/browsers/`: the browsers on which the signed-in user has signed in."""

from typing import Any

from core.api.operations import Operation
from core.api.views import ApiView
from core.authorization.capabilities import Capability
from core.authorization.permissions import requires
from sessions_browser.authentication import session_of
from users.authentication.known_browsers import forget_browser
from users.authentication.serializers import KnownBrowserSerializer
from users.request import UserRequest
from users.selectors import known_browsers_of


class BrowsersView(ApiView):
    """Lists one's own browsers."""

    @Operation(
        "list_browsers", "List your browsers",
        "The browsers on which you have signed in, at most 50, the one that was used last first. They stay in the list "
        "when their sessions end.",
        allow=requires(Capability.VIEW_OWN_RECORDS),
        response=KnownBrowserSerializer(many=True),
    )  # fmt: skip
    def get(self, request: UserRequest) -> Any:
        session = session_of(request.http_request)
        context = {"browser_hash": session.browser_id if session else ""}
        return KnownBrowserSerializer(known_browsers_of(request.user), many=True, context=context).data


class BrowserView(ApiView):
    """Removes a browser."""

    @Operation(
        "remove_browser", "Remove one of your browsers",
        "The next sign-in on it is a first one: it sends a mail, and wrong passwords on it count as a stranger's. A "
        "session on it goes on.",
        allow=requires(Capability.CHANGE_OWN_PROFILE),
        status=204,
    )  # fmt: skip
    def delete(self, request: UserRequest, known_browser_id: int) -> None:
        forget_browser(actor=request.user, known_browser_id=known_browser_id, client=request.client)
