"""The currency and the time zone, which the database stores permanently, and amounts in that currency."""

from collections.abc import Iterator
from difflib import get_close_matches

from django.conf import settings
from django.core.checks import CheckMessage, Error

from core.money import is_currency, to_minor
from core.time_zones import time_zone_names


def check_money() -> Iterator[CheckMessage]:
    """The currency must exist, and other settings must be amounts in it."""
    currency = settings.BANK_CURRENCY
    if not is_currency(currency):
        yield Error(
            f"BANK_CURRENCY={currency!r} is not a currency of ISO 4217 in which accounts can be kept.",
            hint="Write the three capital letters of a currency, e.g. USD. Metals and test codes have no digits.",
            id="bank.E010",
        )
        return
    for name in ("MEMBER_DAILY_TRANSFER_LIMIT", "CASHIER_LIMIT", "STEP_UP_AMOUNT"):
        try:
            to_minor(getattr(settings, name), currency, allow_zero=name == "STEP_UP_AMOUNT")
        except ValueError as exc:
            yield Error(f"{name} is not a valid amount in {currency}: {exc}", hint="E.g. 10000.", id="bank.E011")


def check_time_zone_name() -> Iterator[CheckMessage]:
    """The time zone must exist."""
    name = settings.BANK_TIME_ZONE
    if name not in time_zone_names():
        names = {known.lower(): known for known in time_zone_names()}
        similar = get_close_matches(name.lower(), names, n=1)
        example = names[similar[0]] if similar else "Africa/Nairobi"
        yield Error(
            f"BANK_TIME_ZONE={name!r} is not a time zone of the IANA database.",
            hint=f"Write a name such as {example}, in this spelling.",
            id="bank.E024",
        )
