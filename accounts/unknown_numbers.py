"""Limits how many unknown account numbers a member may name, so that valid ones cannot be found by trying."""

import time

from core.authorization.capabilities import Capability, has_capability
from core.exceptions import Throttled
from core.metrics.definitions import LIMITS_HIT
from core.ratelimit.throttles import count_request
from users.models import User

SCOPE = "unknown_account"
_used_up: dict[int, float] = {}  # until when (`time.time()`) a member's limit is used up, as this process has learnt


def count_unknown_number(actor: User) -> None:
    """Counts a number that a member named and that does not exist or is not theirs. Raises Throttled above the limit.

    Call it before the 404. Users who may see every account are not limited.
    """
    if has_capability(actor, Capability.VIEW_ALL_ACCOUNTS):
        return
    try:
        count_request(SCOPE, str(actor.pk))
    except Throttled as error:
        _used_up[actor.pk] = time.time() + (error.retry_after or 1)
        raise


def require_lookups_left(actor: User) -> None:
    """Raises Throttled for a member whose limit is used up. Does not count and reads no shared counter.

    Call it before an account that may be another's is used: if only unknown numbers were refused, the refusal would
    reveal which numbers exist.
    """
    wait = _used_up.get(actor.pk, 0) - time.time()
    if wait > 0:
        LIMITS_HIT.inc(SCOPE)
        raise Throttled(retry_after=int(wait) + 1)
    _used_up.pop(actor.pk, None)


def forget() -> None:
    """Forgets who has used up the limit (for tests)."""
    _used_up.clear()
