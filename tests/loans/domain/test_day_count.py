"""Due dates of instalments, and the interest days between them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loans.domain.day_count import days_between, due_dates, period_days, year_days
from loans.enums import DayCount

THIRTY, ACTUAL = DayCount.THIRTY_360, DayCount.ACTUAL_365


@pytest.mark.parametrize(
    ("first", "dues"),
    [
        ("2023-01-31", ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]),
        ("2024-01-31", ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]),
        ("2024-01-29", ["2024-01-29", "2024-02-29", "2024-03-29", "2024-04-29"]),
        ("2023-02-28", ["2023-02-28", "2023-03-28", "2023-04-28", "2023-05-28"]),
        ("2023-11-30", ["2023-11-30", "2023-12-30", "2024-01-30", "2024-02-29"]),
    ],
)
def test_due_dates_keep_the_day_of_the_first_or_use_the_last_day_of_the_month(first, dues):
    assert [str(due) for due in due_dates(date.fromisoformat(first), 4)] == dues


def test_due_dates_keep_the_anchor_day_that_the_first_one_does_not_have():
    assert [str(due) for due in due_dates(date(2026, 2, 28), 4, anchor_day=31)] == [
        "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
    ]  # fmt: skip


def test_due_dates_from_a_leap_day_return_to_the_29th_after_four_years():
    dues = due_dates(date(2024, 2, 29), 49)
    assert [dues[12], dues[24], dues[48]] == [date(2025, 2, 28), date(2026, 2, 28), date(2028, 2, 29)]


def test_due_dates_after_year_9999_raise_an_error():
    with pytest.raises(ValueError, match="year"):
        due_dates(date(9999, 12, 1), 2)


def test_year_has_360_or_365_days_by_day_count():
    assert (year_days(THIRTY), year_days(ACTUAL)) == (360, 365)


@pytest.mark.parametrize(
    ("since", "until", "thirty", "actual"),
    [
        ("2023-01-15", "2023-02-15", 30, 31),
        ("2023-01-31", "2023-02-28", 28, 28),
        ("2023-02-28", "2023-03-31", 32, 31),
        ("2024-02-29", "2024-03-31", 31, 31),
        ("2023-01-30", "2023-01-31", 0, 1),
        ("2023-01-31", "2023-03-31", 60, 59),
        ("2023-12-31", "2024-12-31", 360, 366),
        ("2023-12-20", "2024-01-05", 15, 16),
        ("2023-05-05", "2023-05-05", 0, 0),
    ],
)
def test_days_between_two_dates_by_day_count(since, until, thirty, actual):
    since, until = date.fromisoformat(since), date.fromisoformat(until)
    assert (days_between(THIRTY, since, until), days_between(ACTUAL, since, until)) == (thirty, actual)


def test_day_count_accepts_the_stored_strings():
    since, until = date(2023, 1, 1), date(2023, 3, 1)
    assert (days_between("30/360", since, until), days_between("actual/365", since, until)) == (60, 59)
    assert (year_days("30/360"), year_days("actual/365")) == (360, 365)


@pytest.mark.parametrize(
    ("disbursed_on", "first_due", "thirty", "actual"),
    [
        ("2022-11-01", "2022-12-01", 30, 30),
        ("2023-01-31", "2023-02-28", 30, 28),
        ("2023-01-29", "2023-02-28", 30, 30),
        ("2024-01-31", "2024-02-29", 30, 29),
        ("2023-02-28", "2023-03-31", 32, 31),
        ("2023-01-31", "2023-03-31", 60, 59),
        ("2022-12-31", "2024-02-29", 420, 425),
        ("2023-01-10", "2023-01-25", 15, 15),
        ("2023-01-10", "2023-02-25", 45, 46),
        ("2023-01-31", "2023-02-27", 27, 27),
        ("2023-01-30", "2023-01-31", 0, 1),
    ],
)
def test_days_of_the_first_period_by_day_count(disbursed_on, first_due, thirty, actual):
    disbursed_on, dues = date.fromisoformat(disbursed_on), [date.fromisoformat(first_due)]
    assert period_days(THIRTY, disbursed_on, dues) == [thirty]
    assert period_days(ACTUAL, disbursed_on, dues) == [actual]


def test_days_of_later_periods_are_30_or_the_calendar_days():
    dues = due_dates(date(2024, 1, 31), 5)
    assert period_days(THIRTY, date(2024, 1, 11), dues) == [19, 30, 30, 30, 30]
    assert period_days(ACTUAL, date(2024, 1, 11), dues) == [20, 29, 31, 30, 31]


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 120), st.integers(1, 60))
def test_actual_days_of_the_periods_sum_to_the_term(disbursed_on, count, stub):
    dues = due_dates(date.fromordinal(disbursed_on.toordinal() + stub), count)
    assert sum(period_days(ACTUAL, disbursed_on, dues)) == (dues[-1] - disbursed_on).days
