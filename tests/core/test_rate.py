"""Parsing rates of the settings."""

import pytest

from core.ratelimit.rate import Rate, parse_rates


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("5/minute", Rate(5, 60)),
        ("5/m", Rate(5, 60)),
        ("5 / Minute", Rate(5, 60)),
        ("100/hour", Rate(100, 3600)),
        ("1/day", Rate(1, 86400)),
        ("5/15minutes", Rate(5, 900)),
        ("5/15 min", Rate(5, 900)),
        ("1/1s", Rate(1, 1)),
        ("30/2hours", Rate(30, 7200)),
        ("1000000/31days", Rate(1_000_000, 31 * 86400)),
    ],
)
def test_rate_is_parsed_from_a_number_and_a_period(text, rate):
    assert parse_rates(text) == (rate,)


def test_several_rates_are_separated_by_commas():
    assert parse_rates("5/15minutes,20/day") == (Rate(5, 900), Rate(20, 86400))
    assert parse_rates("5/minute, 10/hour, 20/day") == (Rate(5, 60), Rate(10, 3600), Rate(20, 86400))


@pytest.mark.parametrize(
    "text",
    [
        "", "5", "/minute", "0/minute", "-1/hour", "-5/minute", "5/fortnight", "1.5/minute", "\u0665/minute",
        "1e3/hour", "5//minute", "5/min/hour", "5/0minutes", "5/-1minutes", "5/1.5hours", "5/\u0661\u0665minutes",
        "5/minutess", "5/ss", "5/15", "5 a minute", "1000001/hour", "5/32days", "5/2678401seconds", "5/99999999seconds",
        ",", "5/minute,", ",5/minute", "5/minute,,20/day", "5/minute 20/day", "5/minute;20/day", "5/minute,20",
    ],
)  # fmt: skip
def test_invalid_rate_is_rejected_with_an_example(text):
    with pytest.raises(ValueError, match=r"is not a rate: .*for instance 5/minute, or several with commas"):
        parse_rates(text)


@pytest.mark.parametrize("text", ["5/minute,6/minute", "5/minute,6/60s", "5/24hours,20/hour,7/day"])
def test_two_rates_for_the_same_period_are_rejected(text):
    with pytest.raises(ValueError, match="two rates for the same period: write one of them"):
        parse_rates(text)
