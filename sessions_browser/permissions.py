"""Whose sessions a person may list."""

from typing import Any

from core.errors import PermissionDenied
from core.roles import Role


def visible_user(actor: Any, asked: int | None) -> int:
    """The user whose sessions are listed: oneself, or for managers the one asked for. Raises PermissionDenied."""
    if asked is None:
        return int(actor.pk)
    if actor.role != Role.MANAGER:
        raise PermissionDenied
    return asked
