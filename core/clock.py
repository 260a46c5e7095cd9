"""The present time, and how times and waits are written."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from django.utils import timezone

_override: ContextVar[datetime | None] = ContextVar("now_override", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _override.get() or timezone.now()


@contextmanager
def override_now(moment: datetime) -> Iterator[None]:
    """Context manager that overrides `now()`: for the demo bank's past, never for a request."""
    token = _override.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _override.reset(token)


def iso_utc(moment: datetime) -> str:
    """ISO 8601 in UTC, always with six fraction digits: `2026-03-01T12:00:00.000000Z`.

    With an optional fraction, a client that expects one form would fail on one response in a million.
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def whole_seconds(seconds: float) -> int:
    """`seconds` as a wait that is never too short: rounded up, at least 1 (the unit of `Retry-After`)."""
    return max(1, math.ceil(seconds))
