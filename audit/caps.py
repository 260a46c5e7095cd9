"""Caps on recorded refusals: a client can provoke any number at no cost, so not each of them gets a row.

* Of one event, 60 a minute for each subject and network: one user's refusals never hide another's.
* Of one event, 600 a minute for each network over all subjects, so that varying the subject does not write without
  limit. The first refusal of each subject in a minute does not draw on these 600 but on another 600: to hide the first
  refusal of one user takes 600 other users.

Refusals that are not recorded are counted, and the count is recorded, at most once a minute for each cap: when the cap
closes, and later ones with the next refusal after that minute. Without Redis each process counts for itself (see
`core.ratelimit.approximate`).
"""

import threading
from dataclasses import dataclass
from functools import cache

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
        """Adds one. With too many caps, the oldest count is dropped: the log has a line for each refusal."""
        with self._lock:
            if cap not in self._counts and len(self._counts) >= MAX_KEYS:
                del self._counts[next(iter(self._counts))]
            self._counts[cap] = self._counts.get(cap, 0) + 1

    def take_due(self, cap: Cap) -> int:
        """Returns and resets the count; 0 if a count of this cap was recorded within the last minute."""
        if cap not in self._counts or counters().hit(f"{cap.key}:suppressed", ONCE_A_MINUTE):
            return 0
        with self._lock:
            return self._counts.pop(cap, 0)


@cache
def suppressed() -> SuppressedRefusals:
    """The counts of this process."""
    return SuppressedRefusals()


def admit(event: Event, user_id: int | None, client: ClientInfo) -> tuple[bool, list[tuple[Cap, int]]]:
    """Whether to record a refusal, and the counts of suppressed refusals to record now, each with its cap."""
    site = client.networks[-1]  # the IPv4 address, or the /48 that one IPv6 site holds
    own, shared = Cap(event, user_id, client.network), Cap(event, None, site, over_all_users=True)
    full: Cap | None = None
    if counters().hit(own.key, PER_USER):
        full = own
    else:
        is_first = not counters().hit(f"{Cap(event, user_id, site).key}:first", ONCE_A_MINUTE)
        if counters().hit(f"{shared.key}:{'first' if is_first else 'more'}", PER_NETWORK):
            full = shared
    if full is not None:
        suppressed().add(full)
    due = [(cap, count) for cap in (own, shared) if (count := suppressed().take_due(cap))]
    return full is None, due
