"""Checks whose sessions a person may list."""

from typing import Any

from core.authorization.capabilities import Capability, require_capability


def visible_user(actor: Any, asked: int | None) -> int:
    """The id of the user whose sessions are listed: one's own, or with the capability any. Raises PermissionDenied."""
    if asked is None:
        return int(actor.pk)
    require_capability(actor, Capability.MANAGE_ALL_SESSIONS)
    return asked
