"""What services ask before an action that a user with a second factor must confirm."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from confirmations.exceptions import ConfirmationRefused, ConfirmationRequired
from confirmations.request import ConfirmableRequest
from confirmations.services.confirmations import use
from core.api.operations import Operation
from core.api.requests import ApiRequest
from core.client_info import SYSTEM_CLIENT, ClientInfo
from core.idempotency.fingerprint import fingerprint
from sessions_browser.authentication import require_session

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class HasFactor(Protocol):
    """The part of a user that matters here."""

    @property
    def has_factor(self) -> bool:
        """Whether the user has an authenticator or a passkey."""


@dataclass(frozen=True)
class Approval:
    """A request and the confirmation that it has, if any.

    Without one it approves nothing of a user who has a second factor, so a caller that forgets to pass it is refused.
    """

    confirmation_id: str = ""
    describe: Callable[[], ConfirmableRequest] | None = None
    client: ClientInfo = SYSTEM_CLIENT

    def require(self, actor: HasFactor) -> None:
        """Uses the confirmation, in the caller's transaction. Does nothing for a user without a factor.

        Call it after all checks and before the first write that is not undone with the transaction. Raises
        ConfirmationRequired, ConfirmationRefused.
        """
        if not actor.has_factor:
            return
        if not self.confirmation_id or self.describe is None:
            raise ConfirmationRequired
        if not use(self.describe(), UUID(self.confirmation_id), self.client):
            raise ConfirmationRefused


NO_APPROVAL = Approval()


def approval_for(request: ApiRequest) -> Approval:
    """The approval of a request to the API; its fingerprint is computed where it is asked for.

    Raises ConfirmationRefused for a header that cannot be an id, also where no confirmation is needed.
    """
    confirmation_id = request.headers.get("Confirmation")
    if confirmation_id is not None and not _UUID.fullmatch(confirmation_id):
        raise ConfirmationRefused
    return Approval(confirmation_id or "", lambda: _describe(request), request.client)


def confirmable(
    request: ApiRequest, operation: Operation, *, method: str, path: str, body: dict[str, object], key: str
) -> ConfirmableRequest:
    """A request of the user in the session of `request`: that request itself, or one that is to be confirmed."""
    session = require_session(request.http_request)
    return ConfirmableRequest(
        user_id=session.user_id,
        session_token=session.session_token,
        fingerprint=fingerprint(method, path, body if operation.reads_body(method) else {}),
        key=key if operation.moves_money else "",
    )


def _describe(request: ApiRequest) -> ConfirmableRequest:
    operation: Operation = request.parser_context["view"].operation
    method = request.method or ""
    body = dict(request.data) if operation.reads_body(method) else {}
    key = request.headers.get("Idempotency-Key", "")
    return confirmable(request, operation, method=method, path=request.path, body=body, key=key)
