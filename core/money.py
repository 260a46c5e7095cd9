"""Money: integers of minor units inside, decimal strings in the API, never floats."""

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from django.conf import settings
from django.utils.translation import gettext, ngettext
from drf_spectacular.utils import extend_schema_field
from iso4217 import Currency
from rest_framework import serializers

from core.api.json_numbers import digits_as_sent

# The type of a dataclass field that holds an amount; renderers tell it from a count by this type.
MinorUnits = Annotated[int, "minor units of the bank's currency"]

# The OpenAPI document declares amounts and rates as strings, because a client is generated from one type.
NUMBER_ACCEPTED = "In a request, a JSON number without an exponent is accepted too."
MAX_INTEGER_DIGITS = 15
MAX_DIGITS = 18  # in all: fits BIGINT with room for sums
MAX_MINOR = 10**MAX_DIGITS - 1  # the largest balance
_CODES = frozenset(currency.value for currency in Currency if currency.exponent is not None)
_PLAIN = re.compile(r"(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?")


@cache  # a look-up in the enumeration takes a microsecond, and a list formats a hundred amounts
def minor_digits(currency: str) -> int:
    """How many digits a currency has behind the point: 2 for USD, 0 for JPY, 3 for KWD, 4 for CLF (ISO 4217)."""
    return int(Currency(currency).exponent or 0)


def max_integer_digits(currency: str) -> int:
    """How many digits an amount has before the point: 15, and 14 where a currency has four behind it (CLF, UYW)."""
    return min(MAX_INTEGER_DIGITS, MAX_DIGITS - minor_digits(currency))


def is_currency(code: str) -> bool:
    """Whether ISO 4217 lists `code` with a minor unit; codes such as XAU (gold) and XTS (tests) have none."""
    return code in _CODES


def to_text(minor: int, currency: str) -> str:
    """`125000` USD → `"1250.00"`. Exact at any size."""
    digits = minor_digits(currency)
    sign, whole = ("-" if minor < 0 else ""), str(abs(minor)).zfill(digits + 1)
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}" if digits else f"{sign}{whole}"


def to_decimal(minor: int, currency: str) -> Decimal:
    """`125000` USD → `Decimal("1250.00")`, for charts."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def to_grouped_text(minor: int, currency: str) -> str:
    """`125000000` USD → `"1,250,000.00"`, for people."""
    return f"{to_decimal(minor, currency):,f}"


def to_display_text(minor: int, currency: str) -> str:
    """`125000000` USD → `"1,250,000.00 USD"`, for pages of the staff site."""
    return f"{to_grouped_text(minor, currency)} {currency}"


def to_minor(text: str, currency: str, *, allow_zero: bool = False) -> int:
    """`"1250.5"` USD → `125050`.

    Raises ValueError, with a message, for anything but ASCII digits with at most one point, for more digits
    than the currency has or more than `max_integer_digits` before the point, and for zero, unless that is allowed.
    """
    match = _PLAIN.fullmatch(text)
    if not match or not (match["whole"] or match["part"]):
        raise ValueError(gettext("Enter a decimal number."))
    whole, part = match["whole"], match["part"] or ""
    digits = minor_digits(currency)
    if len(whole) > max_integer_digits(currency):
        most = max_integer_digits(currency)
        raise ValueError(
            ngettext("At most %(most)s digit before the point.", "At most %(most)s digits before the point.", most)
            % {"most": most}
        )
    if len(part) > digits:
        text = ngettext(
            "%(currency)s has %(digits)s digit after the point.",
            "%(currency)s has %(digits)s digits after the point.",
            digits,
        )
        raise ValueError(text % {"currency": currency, "digits": digits})
    minor = int((whole + part.ljust(digits, "0")) or "0")
    if not minor and not allow_zero:
        raise ValueError(gettext("Must be greater than zero."))
    return minor


if TYPE_CHECKING:
    Field = serializers.Field[int, Any, str, Any]
else:
    Field = serializers.Field  # takes parameters in the stubs only


@extend_schema_field(
    {
        "type": "string",
        "pattern": r"^([0-9]{1,15}(\.[0-9]{0,4})?|\.[0-9]{1,4})$",
        "description": f"With at most as many decimals as the currency has. {NUMBER_ACCEPTED}",
        "example": "1250.00",
    }
)
class AmountField(Field):
    """An amount in a request: a string of digits or a JSON number; inside, minor units of the bank's currency."""

    allow_zero = False

    @property
    def currency(self) -> str:
        """The bank's only currency."""
        return str(settings.BANK_CURRENCY)

    def to_internal_value(self, data: Any) -> int:
        """Minor units, by the digits that were sent."""
        text = digits_as_sent(data)
        if text is None:
            raise serializers.ValidationError(gettext("Must be a string of digits or a number."))
        try:
            return to_minor(text, self.currency, allow_zero=self.allow_zero)
        except ValueError as exc:
            raise serializers.ValidationError(str(exc)) from exc

    def to_representation(self, value: int) -> str:
        """As a decimal string."""
        return to_text(value, self.currency)


class AmountOrZeroField(AmountField):
    """An amount that may be zero."""

    allow_zero = True


class AmountTextField(serializers.CharField):
    """An amount in a response: minor units of the bank's currency, as a decimal string."""

    def to_representation(self, value: Any) -> str:
        """`"1250.00"`."""
        return to_text(value, settings.BANK_CURRENCY)
