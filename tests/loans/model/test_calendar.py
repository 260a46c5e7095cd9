"""The model's calendar against Python's, and against periods counted by hand."""

import datetime
from fractions import Fraction
from itertools import pairwise

import pytest

from tests.loans.model.calendar import Day, add_days, add_months, day_number, days_30_360, year_fraction
from tests.loans.model.terms import Terms

EPOCH = datetime.date(1, 1, 1).toordinal() - day_number(Day(1, 1, 1))


def test_day_numbers_agree_with_the_standard_library_over_two_centuries():
    day = datetime.date(1899, 1, 1)
    while day.year < 2101:
        own = Day(day.year, day.month, day.day)
        assert day_number(own) + EPOCH == day.toordinal()
        assert str(own) == day.isoformat()
        day += datetime.timedelta(days=1)


def test_adding_days_crosses_months_years_and_leap_days():
    assert add_days(Day(2024, 2, 28), 1) == Day(2024, 2, 29)
    assert add_days(Day(2023, 2, 28), 1) == Day(2023, 3, 1)
    assert add_days(Day(2023, 12, 31), 366) == Day(2024, 12, 31)


def test_months_keep_the_anchor_day():
    days = [str(add_months(Day(2023, 1, 31), number, 31)) for number in range(1, 5)]
    assert days == ["2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31"]
    assert add_months(Day(2027, 12, 31), 2, 31) == Day(2028, 2, 29)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024-01-10", "2024-03-01", 51),
        ("2024-01-01", "2024-02-01", 30),
        ("2024-01-30", "2024-01-31", 0),
        ("2024-01-15", "2024-01-31", 15),
        ("2024-01-31", "2024-02-29", 29),
        ("2023-02-28", "2023-03-31", 32),
        ("2024-01-02", "2024-07-01", 179),
        ("2024-07-01", "2024-10-25", 114),
    ],
)
def test_thirty_360_days_are_those_of_30e_360(start, end, days):
    assert days_30_360(Day.parse(start), Day.parse(end)) == days


def test_whole_month_of_30_360_has_thirty_days_in_february_too():
    terms = Terms(100_00, Fraction(36), 6, Day(2026, 12, 30))
    due = terms.due_dates
    assert {terms.factor(start, end) for start, end in pairwise(due)} == {Fraction(3, 100)}
    days = [1000 * terms.factor(Day(2027, 2, 28), Day(2027, 3, day)) for day in (1, 27, 28, 29, 30)]
    assert days == [3, 29, 30, 30, 30]


def test_actual_365_counts_the_leap_day():
    assert year_fraction("actual/365", Day(2024, 1, 10), Day(2024, 3, 1)) == Fraction(51, 365)
    assert year_fraction("actual/365", Day(2023, 1, 10), Day(2023, 3, 1)) == Fraction(50, 365)
