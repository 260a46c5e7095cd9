"""Planned schedules against figures of an independent calculator, and against the rule on balloons."""

from fractions import Fraction

import pytest

from tests.loans.model.calendar import Day
from tests.loans.model.rounding import round_half_even
from tests.loans.model.schedule import planned_rows
from tests.loans.model.terms import Terms

START = Day(2024, 1, 1)


def quote(amount, months, rate, method="declining_balance", **terms):
    return planned_rows(Terms(amount, Fraction(rate), months, START, method=method, **terms))


def test_halves_are_rounded_to_the_even_neighbour():
    assert [round_half_even(Fraction(value, 2)) for value in (1, 3, 5, 7)] == [0, 2, 2, 4]
    assert [round_half_even(value, 100) for value in (49, 50, 51, 150, 250)] == [0, 0, 100, 200, 200]


# Amount, months, rate, multiple; the instalment and total interest of the same loan without a multiple.
BALLOONS = [
    (500_00, 36, "18", 10_00, 18_08, 150_69),
    (5_000_00, 12, "18", 100_00, 458_40, 500_79),
    (1_000_00, 12, "12", 50_00, 88_85, 66_19),
    (300_00, 24, "12", 5_00, 14_12, 38_95),
]


@pytest.mark.parametrize(("amount", "months", "rate", "multiple", "instalment", "interest"), BALLOONS)
def test_multiple_that_makes_a_balloon_gives_way_to_the_smallest_unit(
    amount, months, rate, multiple, instalment, interest
):
    rows = quote(amount, months, rate, multiple=multiple)
    assert len(rows) == months
    assert rows[0].total == instalment
    assert sum(row.interest for row in rows) == interest


def test_multiple_larger_than_the_principal_of_a_month_gives_way_to_the_smallest_unit():
    rows = quote(200_00, 24, "6", "equal_principal", multiple=100_00)
    assert (rows[0].total, rows[-1].total) == (9_33, 8_45)
    rows = quote(300_00, 36, "0", multiple=20_00)
    assert (rows[0].total, rows[-1].total) == (8_33, 8_45)


def test_instalment_of_interest_only_gets_one_unit_more_and_an_earlier_end():
    rows = quote(10_000_00, 360, "36")
    assert rows[0].total == 300_01
    assert len(rows) < 360
    assert all(row.principal > 0 for row in rows)
    assert rows[-1].total <= 300_01


def test_multiple_that_makes_no_balloon_is_kept():
    assert {row.total for row in quote(100_00, 6, "7")[:-1]} == {17_01}
    rows = quote(1_000_00, 12, "12", multiple=1_00)
    assert [row.total for row in rows[:-1]] == [89_00] * 11


@pytest.mark.slow
@pytest.mark.parametrize("method", ["declining_balance", "equal_principal", "flat"])
@pytest.mark.parametrize("rate", ["0", "6", "18.5", "60"])
@pytest.mark.parametrize("multiple", [1, 1_00, 10_00, 50_00])
def test_every_schedule_of_a_grid_closes_without_a_balloon(method, rate, multiple):
    for amount in (1_00, 200_00, 777_77, 5_000_00):
        for months in (1, 2, 7, 12, 36):
            for grace in {0, months // 2}:
                rows = quote(amount, months, rate, method, multiple=multiple, grace=grace)
                repaying = rows[grace:]
                assert sum(row.principal for row in rows) == amount
                assert all(row.principal == 0 for row in rows[:grace])
                assert all(row.principal > 0 for row in repaying)
                last, others = (
                    ([row.principal for row in repaying][-1], [row.principal for row in repaying][:-1])
                    if method == "equal_principal"
                    else ([row.total for row in repaying][-1], [row.total for row in repaying][:-1])
                )
                assert not others or 2 * last <= 3 * max(others)


def test_due_dates_keep_the_anchor_day():
    terms = Terms(100_00, Fraction(12), 4, Day(2028, 1, 31))
    assert [str(day) for day in terms.due_dates] == ["2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]


@pytest.mark.parametrize(
    ("disbursed", "day_count", "interest"),
    [
        (Day(2024, 1, 10), "30/360", 170_00),
        (Day(2024, 1, 10), "actual/365", 167_67),
        (Day(2023, 1, 10), "actual/365", 164_38),
    ],
)
def test_interest_of_a_broken_first_period_counts_its_days(disbursed, day_count, interest):
    first = Day(disbursed.year, 3, 1)
    terms = Terms(10_000_00, Fraction(12), 12, disbursed, first_due=first, day_count=day_count)
    assert planned_rows(terms)[0].interest == interest
