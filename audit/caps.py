"""How many refusals are recorded: refusals cost their sender nothing, so they must not cost us a row each.

* Of one event, 60 a minute for each user concerned and network: one user's refusals never hide another's.
* Of one event, 600 a minute for each network, whomever they concern, so that nobody writes without limit by varying the
  user. The first refusal of each user in a minute does not draw on these 600 but on another 600: to hide a user's first
  refusal takes 600 other users.

What is not recorded is counted, and the count is recorded, at most once a minute for each cap: as soon as the cap
closes, and for what came after that with the next refusal when the minute is over. Without Redis each process counts
for itself, as `core.ratelimit.approximate` does.
"""

import threading
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv6Network

from audit.events import Event
from core.client_info import ClientInfo
from core.ratelimit.approximate import counters
from core.ratelimit.rate import Rate

PER_USER = Rate(60, 60)
PER_NETWORK = Rate(600, 60)
ONCE_A_MINUTE = Rate(1, 60)
MAX_KEYS = 10_000  # caps whose suppressed refusals are counted at one time


@dataclass(frozen=True)
class Cap:
    """A cap on one event; `user_id` is None for the cap of a network over all users."""

    event: Event
    user_id: int | None
    network: str
    over_all_users: bool = False

    @property
    def key(self) -> str:
        """For the counters."""
        return f"audit:{self.event}:{'all' if self.over_all_users else self.user_id}:{self.network}"


class SuppressedRefusals:
    """Counts, in this process, the refusals that were not recorded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[Cap, int] = {}

    def add(self, cap: Cap) -> None:
        """One more. With too many caps, the oldest count is given up: the log has a line for each refusal."""
        with self._lock:
            if cap not in self._counts and len(self._counts) >= MAX_KEYS:
                del self._counts[next(iter(self._counts))]
            self._counts[cap] = self._counts.get(cap, 0) + 1

    def take_due(self, cap: Cap) -> int:
        """How many there are to be recorded now: 0 if there are none, or if some were in the last minute."""
        if cap not in self._counts or counters().take(f"{cap.key}:suppressed", ONCE_A_MINUTE):
            return 0
        with self._lock:
            return self._counts.pop(cap, 0)


@cache
def suppressed() -> SuppressedRefusals:
    """The counts of this process."""
    return SuppressedRefusals()


def admit(event: Event, user_id: int | None, client: ClientInfo) -> tuple[bool, list[tuple[Cap, int]]]:
    """Whether a refusal is to be recorded; and the counts of suppressed refusals that are due, with their caps."""
    site = _site(client)
    own, shared = Cap(event, user_id, client.network), Cap(event, None, site, over_all_users=True)
    full: Cap | None = None
    if counters().take(own.key, PER_USER):
        full = own
    else:
        is_first = not counters().take(f"{Cap(event, user_id, site).key}:first", ONCE_A_MINUTE)
        if counters().take(f"{shared.key}:{'first' if is_first else 'more'}", PER_NETWORK):
            full = shared
    if full is not None:
        suppressed().add(full)
    due = [(cap, count) for cap in (own, shared) if (count := suppressed().take_due(cap))]
    return full is None, due


def _site(client: ClientInfo) -> str:
    """The network that all users share: the IPv4 address, or the /48 that one IPv6 site holds."""
    if ":" in client.ip_address:
        return str(IPv6Network((client.ip_address, 48), strict=False))
    return client.ip_address
