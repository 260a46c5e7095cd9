"""Records reads of personal data; views call it before they return data of other people."""

from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request

from audit.events import Event
from audit.services import record_read
from core.client_info import get_client_info


def record_read_by(request: Request, event: Event, user_ids: Iterable[int | None], **about: Any) -> None:
    """Records a read by the signed-in user; see `record_read`."""
    actor_id = request.user.pk
    if actor_id is not None:
        record_read(event, client=get_client_info(request._request), actor_id=actor_id, user_ids=user_ids, **about)
