"""Rates as settings write them."""

import pytest

from core.rates import Rate, parse_rate


@pytest.mark.parametrize(
    ("text", "rate"),
    [("5/minute", Rate(5, 60)), ("5/m", Rate(5, 60)), ("100/hour", Rate(100, 3600)), ("1/day", Rate(1, 86400))],
)
def test_a_rate_is_a_number_and_a_period(text, rate):
    assert parse_rate(text) == rate


@pytest.mark.parametrize(
    "text", ["", "5", "/minute", "0/minute", "-1/hour", "5/fortnight", "\u0665/minute", "1e3/hour"]
)
def test_anything_else_is_refused_with_the_mend(text):
    with pytest.raises(ValueError, match="5/minute"):
        parse_rate(text)
