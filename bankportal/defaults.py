"""Defaults that depend on another setting."""

from iso4217 import Currency

_DIGITS = {currency.value: currency.exponent for currency in Currency}
_LIMIT_DIGITS = 6  # a million of the smallest unit


def default_limit(currency: str) -> str:
    """A million of the currency's smallest unit: `10000` USD, `1000000` JPY, `1000` KWD, `100` CLF.

    A code without a number of digits is treated as one with two; `bankportal.checks` refuses it.
    """
    digits = _DIGITS.get(currency)
    return str(10 ** (_LIMIT_DIGITS - (2 if digits is None else digits)))
