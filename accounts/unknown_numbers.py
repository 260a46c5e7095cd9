"""Limits how many account numbers that do not exist or are another's a member may name: nobody finds any by trying."""

import time

from core.authorization.capabilities import Capability, has_capability
from core.exceptions import Throttled
from core.ratelimit.throttles import count_request
from users.models import User

SCOPE = "unknown_account"
_used_up: dict[int, float] = {}  # until when (`time.time()`) a member's limit is used up, as this process has learnt


def count_unknown_number(actor: User) -> None:
    """Counts a number that a member named and that is absent or not theirs. Raises Throttled once none is left.

    Call it before the 404. Who may see every account is not limited.
    """
    if has_capability(actor, Capability.VIEW_ALL_ACCOUNTS):
        return
    try:
        count_request(SCOPE, str(actor.pk))
    except Throttled as refusal:
        _used_up[actor.pk] = time.time() + (refusal.retry_after or 1)
        raise


def require_lookups_left(actor: User) -> None:
    """Raises Throttled for a member whose limit is used up; counts nothing, and asks no counter.

    Call it before an account is looked at that need not be the member's own: an answer for those that exist alone would
    tell them from the others.
    """
    wait = _used_up.get(actor.pk, 0) - time.time()
    if wait > 0:
        raise Throttled(retry_after=int(wait) + 1)
    _used_up.pop(actor.pk, None)


def forget() -> None:
    """Forgets who has used up the limit (for tests)."""
    _used_up.clear()
