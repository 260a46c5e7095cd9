"""Money: exact conversion between text and minor units, with the digits of each currency."""

import json
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from iso4217 import Currency
from rest_framework.serializers import ValidationError

from core.api.json_numbers import JSONNumber
from core.money import MAX_MINOR, AmountField, is_currency, minor_digits, to_decimal, to_grouped_text, to_minor, to_text

CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF"])


@pytest.mark.parametrize(("currency", "digits"), [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("XAU", 0)])
def test_currency_has_its_number_of_minor_digits(currency, digits):
    assert minor_digits(currency) == digits


def test_only_iso_4217_codes_are_currencies():
    assert is_currency("USD")
    for code in ("", "usd", "US", "USDD", "ABC", "\u0055SD "):
        assert not is_currency(code), code


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (0, "USD", "0.00"),
        (1, "USD", "0.01"),
        (-1, "USD", "-0.01"),
        (125000, "USD", "1250.00"),
        (-125050, "USD", "-1250.50"),
        (7, "JPY", "7"),
        (0, "JPY", "0"),
        (5, "KWD", "0.005"),
        (MAX_MINOR, "USD", "9999999999999999.99"),
        (2**63 - 1, "USD", "92233720368547758.07"),
    ],
)
def test_minor_units_are_formatted_as_text(minor, currency, text):
    assert to_text(minor, currency) == text
    assert f"{to_decimal(minor, currency):f}" == text


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1250.5", "USD", 125050),
        ("1.", "USD", 100),
        (".5", "USD", 50),
        ("007", "USD", 700),
        ("0.01", "USD", 1),
        ("100", "JPY", 100),
        ("100.", "JPY", 100),
        ("0.001", "KWD", 1),
        ("9" * 15 + ".99", "USD", 10**17 - 1),
        ("9" * 15 + ".999", "KWD", MAX_MINOR),
        ("0.0001", "CLF", 1),
        ("1.2345", "UYW", 12345),
        ("9" * 14 + ".9999", "CLF", MAX_MINOR),
    ],
)
def test_text_is_parsed_into_minor_units(text, currency, minor):
    assert to_minor(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "message"),
    [
        ("0.001", "USD", "USD has 2 digits after the point."),
        ("1.0", "JPY", "JPY has 0 digits after the point."),
        ("1.0000", "KWD", "KWD has 3 digits after the point."),
        ("0.00001", "CLF", "CLF has 4 digits after the point."),
        ("1" * 15, "CLF", "At most 14 digits before the point."),
        ("1" * 16, "USD", "At most 15 digits before the point."),
        ("0" * 16, "USD", "At most 15 digits before the point."),
        ("0", "USD", "Must be greater than zero."),
        ("0.00", "USD", "Must be greater than zero."),
        *[
            (text, "USD", "Enter a decimal number.")
            for text in (
                "",
                ".",
                "-1",
                "+1",
                "1e2",
                "NaN",
                "1,0",
                " 1",
                "1\n",
                "٣",
                "\uff11",
                "1.1.1",
                "0x1",
                "1_0",
                "²",
            )
        ],
    ],
)
def test_invalid_amount_text_is_rejected_with_a_message(text, currency, message):
    with pytest.raises(ValueError, match=f"^{message}$".replace(".", r"\.")):
        to_minor(text, currency)


@given(st.integers(1, 10**15 - 1), CURRENCIES)
def test_amount_survives_the_round_trip_through_text(minor, currency):
    assert to_minor(to_text(minor, currency), currency) == minor


@pytest.mark.parametrize("currency", sorted(currency.value for currency in Currency))
def test_amounts_of_every_currency_are_limited_to_the_size_of_the_column(currency):
    digits = minor_digits(currency)
    integer_digits = min(15, 18 - digits)
    fraction = f".{'9' * digits}" if digits else ""

    assert (
        to_minor("9" * integer_digits + fraction, currency) == 10 ** (integer_digits + digits) - 1 <= MAX_MINOR < 2**63
    )
    assert to_minor(to_text(1, currency), currency) == 1
    with pytest.raises(ValueError, match="digits before the point"):
        to_minor("1" + "0" * integer_digits, currency)


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD", "CLF"])
def test_documented_pattern_matches_exactly_the_accepted_amounts(currency, settings):
    settings.BANK_CURRENCY = currency
    pattern = re.compile(AmountField._spectacular_annotation["field"]["pattern"])
    largest = "9" * 14
    for text in [
        "1",
        "1.",
        "007",
        largest,
        to_text(1, currency),
        to_text(12345, currency),
        *([".5"] if currency != "JPY" else []),
    ]:
        assert AmountField().to_internal_value(text)
        assert pattern.match(text), text
    for text in ["", ".", "-1", "+1", "1e2", "1,0", "1 ", "0.00001", "1" * 16, "1..2"]:
        with pytest.raises(ValidationError):
            AmountField().to_internal_value(text)
        assert not pattern.match(text), text


@given(st.integers(-(10**30), 10**30), CURRENCIES)
def test_formatted_amount_is_exact_at_any_size(minor, currency):
    assert Fraction(to_text(minor, currency)) * 10 ** minor_digits(currency) == minor


@given(st.text())
def test_parsed_amount_equals_the_decimal_value_of_the_text(text):
    try:
        minor = to_minor(text, "USD")
    except ValueError:
        return
    assert text.isascii()
    assert Decimal(text) * 100 == minor


@given(st.integers(1, 10**17 - 1))
def test_json_number_is_parsed_exactly(minor):
    number = json.loads(to_text(minor, "USD"), parse_float=JSONNumber)

    assert AmountField().to_internal_value(number) == minor


def test_float_and_decimal_amounts_are_rejected():
    for number in (5.0, 70368744177664.01, Decimal("5.00")):
        with pytest.raises(ValidationError, match="a string of digits or a number"):
            AmountField().to_internal_value(number)


INVALID_AMOUNTS = [True, False, None, [], {}, b"1", float("nan"), float("inf"), 1e16, 1e-7, -1, 0, 10**15, 10**400,
              *map(JSONNumber, ["NaN", "Infinity", "1e2", "-0.5", "0.0", "0.001", "1" * 5000])]  # fmt: skip


@pytest.mark.parametrize("value", INVALID_AMOUNTS, ids=lambda value: repr(value)[:30])
def test_invalid_json_amount_is_rejected(value):
    with pytest.raises(ValidationError):
        AmountField().to_internal_value(value)


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (0, "USD", "0.00"),
        (99999, "USD", "999.99"),
        (-100000, "USD", "-1,000.00"),
        (-5, "USD", "-0.05"),
        (99999999999999999, "USD", "999,999,999,999,999.99"),
        (MAX_MINOR, "JPY", "999,999,999,999,999,999"),
        (1234567, "CLF", "123.4567"),
    ],
)
def test_grouped_amount_has_commas_between_thousands(minor, currency, text):
    assert to_grouped_text(minor, currency) == text


@given(st.integers(-MAX_MINOR, MAX_MINOR), CURRENCIES)
def test_grouped_amount_without_commas_is_the_amount_of_the_api(minor, currency):
    assert to_grouped_text(minor, currency).replace(",", "") == to_text(minor, currency)
