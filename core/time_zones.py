"""Time zones by IANA name, read from the package `tzdata`.

The files of the operating system are not used: they differ between servers, and days must not.
"""

from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

# Zones without a place: what a computer has before somebody chooses one.
_NO_PLACE = {"Factory", "localtime", "posixrules"}


@cache
def time_zone_names() -> frozenset[str]:
    """The names of all zones, in the spelling of the IANA."""
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return frozenset(names) - _NO_PLACE


@cache
def time_zone(name: str) -> ZoneInfo:
    """The zone. Raises ValueError for an unknown name."""
    if name not in time_zone_names():
        raise ValueError(f"{name!r} is not a time zone of the IANA database.")
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)
