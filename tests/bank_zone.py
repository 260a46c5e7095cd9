"""Zones in which the tests keep the bank's days, and local times in them."""

from datetime import datetime
from zoneinfo import ZoneInfo

NAIROBI, LIMA, AUCKLAND = "Africa/Nairobi", "America/Lima", "Pacific/Auckland"
ZONES = [NAIROBI, LIMA, AUCKLAND]


def local_time(name, text):
    """An instant, from the time on a clock in the zone: `local_time(LIMA, "2026-03-01T00:30")`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(name))
