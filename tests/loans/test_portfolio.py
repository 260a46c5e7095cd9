"""The loan portfolio of a day: principal at risk, and age buckets by the oldest unpaid instalment."""

from datetime import date
from fractions import Fraction

import pytest

from loans.portfolio import portfolio_on
from reports.renderers.fields import ratio_text
from tests.loan_factories import create_product
from tests.loans.loan_helpers import post_repayment, post_reversal, post_write_off


@pytest.fixture
def loan(make_loan):
    """A loan disbursed on 1 March 2026, with instalments due on 1 April, May, June and July."""
    return make_loan("active", amount=12_000_00, months=4)


def get_portfolio(text):
    return portfolio_on(date.fromisoformat(text))


def loan_rows(portfolio):
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
def test_days_late_of_a_loan_are_counted_from_the_oldest_unpaid_instalment(loan, day, late, bucket, risky):
    portfolio = get_portfolio(day)
    assert loan_rows(portfolio) == [(loan.pk, 12_000_00, late, bucket)]
    assert (portfolio.gross, portfolio.par30) == (12_000_00, int(risky))
    assert portfolio.by_age()[bucket] == (1, 12_000_00)
    assert [each.loan_id for each in portfolio.late] == ([loan.pk] if late else [])


def test_par30_is_the_share_of_principal_of_loans_over_30_days_late(loan, make_loan, cashier):
    other = make_loan("active", amount=6_000_00, months=4, product=create_product(name="Free", rate_millionths=0))
    post_repayment(other, 3_000_00, cashier)
    post_repayment(loan, 3151_48, cashier)  # one cent less than the instalment
    portfolio = get_portfolio("2026-05-02")
    assert (portfolio.at_risk, portfolio.gross) == (8848_52, 11_848_52)
    assert portfolio.par30 == Fraction(884852, 1184852)
    assert ratio_text(portfolio.par30) == "0.7468"
    empty = dict.fromkeys(["current", "1-30", "31-60", "61-90", "over 90"], (0, 0))
    assert portfolio.by_product() == {
        "Household": empty | {"31-60": (1, 8848_52)},
        "Free": empty | {"1-30": (1, 3_000_00)},
    }


def test_portfolio_of_a_past_day_is_the_portfolio_at_its_end(clock, loan, cashier):
    clock.move_to("2026-05-11T23:59:59Z")
    post_repayment(loan, 3151_49, cashier)
    clock.move_to("2026-08-01T00:00:00Z")
    assert [loan_rows(get_portfolio(day))[0][1:3] for day in ("2026-05-10", "2026-05-11", "2026-05-12")] == [
        (12_000_00, 39),
        (9088_51, 10),
        (9088_51, 11),
    ]
    assert loan_rows(get_portfolio("2026-02-28")) == []
    assert len(loan_rows(get_portfolio("2026-03-01"))) == 1


def test_reversed_repayment_counts_until_the_day_of_the_reversal(clock, loan, cashier, manager):
    repayment = post_repayment(loan, 3151_49, cashier)
    clock.move_to("2026-05-11T00:00:00Z")
    post_reversal(repayment, manager)
    assert [loan_rows(get_portfolio(day))[0][1:3] for day in ("2026-05-10", "2026-05-11")] == [
        (8848_51, 9),
        (12_000_00, 40),
    ]


def test_repaid_loan_leaves_the_portfolio_until_its_payoff_is_reversed(clock, loan, manager):
    clock.move_to("2026-04-16T09:00:00Z")
    payoff = post_repayment(loan, 12_360_00, manager)
    days = ("2026-04-15", "2026-04-16", "2026-07-01", "2026-07-02")
    assert [len(loan_rows(get_portfolio(day))) for day in days] == [1, 0, 0, 0]
    clock.move_to("2026-07-02T09:00:00Z")
    post_reversal(payoff, manager)
    assert [len(loan_rows(get_portfolio(day))) for day in days] == [1, 0, 0, 1]
    assert loan_rows(get_portfolio("2026-07-02"))[0][1:3] == (12_000_00, 92)


def test_written_off_loan_leaves_the_portfolio_on_that_day(clock, loan, manager):
    clock.move_to("2026-07-15T09:00:00Z")
    post_write_off(loan, manager)
    assert [len(loan_rows(get_portfolio(day))) for day in ("2026-07-14", "2026-07-15")] == [1, 0]


def test_portfolio_without_active_loans_has_zero_par30(make_loan, db):
    make_loan("applied"), make_loan("approved")
    portfolio = get_portfolio("2026-05-02")
    assert (portfolio.loans, portfolio.gross, portfolio.par30, portfolio.by_product()) == ([], 0, 0, {})
    assert ratio_text(portfolio.par30) == "0.0000"


def test_portfolio_runs_one_query_for_any_number_of_loans(make_loan, django_assert_num_queries):
    for _ in range(5):
        make_loan("active")
    with django_assert_num_queries(1):
        assert len(get_portfolio("2026-05-02").loans) == 5
