"""The portfolio of a day, by its definition: whole principals at risk, ages by the oldest unpaid instalment."""

from datetime import date
from fractions import Fraction

import pytest

from loans.portfolio import portfolio_on
from tests.loan_factories import create_product
from tests.loans.loan_helpers import post_repayment, post_reversal, post_write_off


@pytest.fixture
def loan(make_loan):
    """Disbursed on 1 March 2026; due on 1 April, May, June, July."""
    return make_loan("active", amount=12_000_00, months=4)


def on(text):
    return portfolio_on(date.fromisoformat(text))


def facts(portfolio):
    return [(each.loan_id, each.outstanding, each.days_late, each.bucket) for each in portfolio.loans]


@pytest.mark.parametrize(
    ("day", "late", "bucket", "risky"),
    [
        ("2026-04-01", 0, "current", False),
        ("2026-04-02", 1, "1-30", False),
        ("2026-05-01", 30, "1-30", False),
        ("2026-05-02", 31, "31-60", True),
        ("2026-05-31", 60, "31-60", True),
        ("2026-06-01", 61, "61-90", True),
        ("2026-06-30", 90, "61-90", True),
        ("2026-07-01", 91, "over 90", True),
        ("2036-07-01", 3744, "over 90", True),
    ],
)
def test_the_oldest_unpaid_instalment_says_how_late_a_loan_is(loan, day, late, bucket, risky):
    portfolio = on(day)
    assert facts(portfolio) == [(loan.pk, 12_000_00, late, bucket)]
    assert (portfolio.gross, portfolio.par30) == (12_000_00, int(risky))
    assert portfolio.by_age()[bucket] == (1, 12_000_00)
    assert [each.loan_id for each in portfolio.late] == ([loan.pk] if late else [])


def test_par30_is_the_whole_principal_of_what_is_late_over_the_gross_portfolio(loan, make_loan, cashier):
    other = make_loan("active", amount=6_000_00, months=4, product=create_product(name="Free", rate_millionths=0))
    post_repayment(other, 3_000_00, cashier)
    post_repayment(loan, 3151_48, cashier)  # a cent is wanting
    portfolio = on("2026-05-02")
    assert (portfolio.at_risk, portfolio.gross) == (9088_52, 12_088_52)
    assert portfolio.par30 == Fraction(908852, 1208852)
    assert portfolio.par30_text == "0.7518"
    empty = dict.fromkeys(["current", "1-30", "31-60", "61-90", "over 90"], (0, 0))
    assert portfolio.by_product() == {
        "Household": empty | {"31-60": (1, 9088_52)},
        "Free": empty | {"current": (1, 3_000_00)},
    }


def test_each_day_is_as_it_was_at_its_end(clock, loan, cashier):
    clock.move_to("2026-05-11T23:59:59Z")
    post_repayment(loan, 3151_49, cashier)
    clock.move_to("2026-08-01T00:00:00Z")
    assert [facts(on(day))[0][1:3] for day in ("2026-05-10", "2026-05-11", "2026-05-12")] == [
        (12_000_00, 39),
        (9088_51, 10),
        (9088_51, 11),
    ]
    assert facts(on("2026-02-28")) == []
    assert len(facts(on("2026-03-01"))) == 1


def test_a_reversal_counts_from_its_day(clock, loan, cashier, manager):
    written = post_repayment(loan, 3151_49, cashier)
    clock.move_to("2026-05-11T00:00:00Z")
    post_reversal(written, manager)
    assert [facts(on(day))[0][1:3] for day in ("2026-05-10", "2026-05-11")] == [(9088_51, 9), (12_000_00, 40)]


def test_what_is_repaid_is_out_from_that_day_on_also_where_the_settling_is_reversed_later(clock, loan, manager):
    clock.move_to("2026-04-16T09:00:00Z")
    settling = post_repayment(loan, 12_330_89, manager)
    days = ("2026-04-15", "2026-04-16", "2026-07-01", "2026-07-02")
    assert [len(facts(on(day))) for day in days] == [1, 0, 0, 0]
    clock.move_to("2026-07-02T09:00:00Z")
    post_reversal(settling, manager)
    assert [len(facts(on(day))) for day in days] == [1, 0, 0, 1]
    assert facts(on("2026-07-02"))[0][1:3] == (12_000_00, 92)


def test_what_is_written_off_is_out_from_that_day_on(clock, loan, manager):
    clock.move_to("2026-07-15T09:00:00Z")
    post_write_off(loan, manager)
    assert [len(facts(on(day))) for day in ("2026-07-14", "2026-07-15")] == [1, 0]


def test_without_loans_nothing_is_at_risk(make_loan, db):
    make_loan("applied"), make_loan("approved")
    portfolio = on("2026-05-02")
    assert (portfolio.loans, portfolio.gross, portfolio.par30, portfolio.by_product()) == ([], 0, 0, {})
    assert portfolio.par30_text == "0.0000"


def test_it_is_one_query_for_any_number_of_loans(make_loan, django_assert_num_queries):
    for _ in range(5):
        make_loan("active")
    with django_assert_num_queries(1):
        assert len(on("2026-05-02").loans) == 5
