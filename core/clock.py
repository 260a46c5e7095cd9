"""The one clock: what time it is, and how long until."""

import math
from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, in UTC."""
    return timezone.now()


def whole_seconds(seconds: float) -> int:
    """`seconds` as a wait that is never too short: rounded up, at least 1 (the unit of `Retry-After`)."""
    return max(1, math.ceil(seconds))
