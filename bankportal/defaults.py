"""Defaults that depend on another setting."""

from iso4217 import Currency

_DIGITS = {currency.value: currency.exponent for currency in Currency}
_LIMIT_DIGITS = 6  # a million of the smallest unit


def default_limit(currency: str) -> str:
    """A million of the currency's smallest unit: `10000` USD, `1000000` JPY, `1000` KWD, `100` CLF.

    A code without a number of digits is treated as one with two; `bankportal.checks` refuses it.
    """
    return _power(currency, _LIMIT_DIGITS)


def default_step_up_amount(currency: str) -> str:
    """A tenth of `default_limit`: `1000` USD, `100000` JPY, `100` KWD, `10` CLF."""
    return _power(currency, _LIMIT_DIGITS - 1)


def _power(currency: str, smallest_digits: int) -> str:
    digits = _DIGITS.get(currency)
    return str(10 ** (smallest_digits - (2 if digits is None else digits)))
