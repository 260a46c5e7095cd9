"""The throttle classes of DRF's setting: `anon` by address, `user` by user, one counter call a request."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core.client_info import get_client_info
from core.exceptions import Throttled
from core.metrics.definitions import LIMITS_HIT
from core.ratelimit import batched
from core.ratelimit.approximate import counters
from core.ratelimit.rate import rates_of

BATCHED = frozenset({"anon", "user"})  # the scopes of every request


class AnonThrottle(BaseThrottle):
    """Limits anonymous requests by address (`anon`)."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """True, or Throttled with the wait."""
        if not request.user or not request.user.is_authenticated:
            count_request("anon", get_client_info(request).network)
        return True


class UserThrottle(BaseThrottle):
    """Limits requests by signed-in user (`user`)."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """True, or Throttled with the wait."""
        if request.user and request.user.is_authenticated:
            count_request("user", str(request.user.pk))
        return True


def count_request(scope: str, subject: str) -> None:
    """Counts a request of the subject against `THROTTLE_<SCOPE>`. Raises Throttled above the limit."""
    store = (batched.running() if scope in BATCHED else None) or counters()
    wait = store.hit(f"{scope}:{subject}", *rates_of(scope))
    if wait:
        LIMITS_HIT.inc(scope)
        raise Throttled(retry_after=wait)
