"""APR against published examples.

COM(1996) 79, Annex II, "Annex III: examples of calculation", kept by Directive 98/7/EC: 12.96 % and its further
examples; `spec/CalculatorSpec.php` of rimas-kudelis/php-apr-calculator (one decimal; its years have 365.25 days); the
README of andrewmurphy353/curo (8.569257 %); money.excite.co.uk/apr-loan-N38401.html (6.3 %); quotes of the demo bank.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.loans.model.apr import loan_apr, round_half_up, solve_rate
from tests.loans.model.calendar import Day
from tests.loans.model.schedule import planned_rows
from tests.loans.model.terms import Terms

START = Day(2024, 1, 1)


@pytest.mark.parametrize(
    ("drawdown", "flows", "published"),
    [
        (1000, [(Fraction(546, 365), 1200)], "12.96"),
        (950, [(Fraction(546, 365), 1200)], "16.9"),
        (1000, [(Fraction(1), 600), (Fraction(2), 600)], "13.07"),
        (1000, [(Fraction(1, 4), 272), (Fraction(1, 2), 272), (Fraction(1), 544)], "13.19"),
        (100, [(Fraction(1), 101)], "1.0"),
        (100, [(Fraction(1, 365), 100)], "0.0"),
        (100, [(Fraction(31 * 4, 1461), 125)], "1286.2"),
        (Fraction("250"), [(Fraction(28 * 4, 1461), Fraction("319.97"))], "2400.3"),
        (Fraction("350"), [(Fraction(23 * 4, 1461), Fraction("447.97"))], "4935.9"),
        (Fraction("150"), [(Fraction(36 * 4, 1461), Fraction("191.99"))], "1123.2"),
        (Fraction("100"), [(Fraction(26 * 4, 1461), Fraction("127.99"))], "3103.4"),
        (Fraction("280"), [(Fraction(25 * 4, 1461), Fraction("358.40"))], "3584.2"),
        (Fraction("150"), [(Fraction(9 * 4, 1461), Fraction("191.99"))], "2238723.9"),
        (Fraction("364.54"), [(Fraction(30 * 4, 1461), Fraction("450"))], "1199.0"),
        (Fraction("10000"), [(Fraction(month, 12), Fraction("222.44")) for month in range(1, 61)], "12.7"),
        (Fraction("10000"), [(Fraction(month, 12), Fraction("1707.00")) for month in range(1, 7)], "8.569257"),
        (Fraction("10000"), [(Fraction(month, 12), Fraction("235.42")) for month in range(1, 49)], "6.3"),
    ],
)
def test_rate_equals_the_published_figure(drawdown, flows, published):
    expected = Decimal(published)
    assert round_half_up(solve_rate(drawdown, flows), -expected.as_tuple().exponent) == expected


@pytest.mark.parametrize(
    ("amount", "months", "rate", "method", "expected"),
    [
        (6_000_00, 24, "12", "declining_balance", "12.68"),
        (1_200_00, 8, "18.5", "flat", "37.02"),
        (5_000_00, 12, "18.5", "flat", "37.88"),
    ],
)
def test_apr_of_a_quote_equals_the_specified_figure(amount, months, rate, method, expected):
    terms = Terms(amount, Fraction(rate), months, START, method=method)
    assert loan_apr(terms, planned_rows(terms)) == Decimal(expected)


def test_broken_first_period_counts_days_and_two_whole_months_count_as_months():
    broken = Terms(1_000_00, Fraction(0), 1, START, first_due=Day(2024, 2, 15), disbursement_fee=10_00)
    assert loan_apr(broken, planned_rows(broken)) == round_half_up(solve_rate(990, [(Fraction(45, 365), 1000)]))
    whole = Terms(1_000_00, Fraction(0), 1, START, first_due=Day(2024, 3, 1), disbursement_fee=10_00)
    assert loan_apr(whole, planned_rows(whole)) == round_half_up(solve_rate(990, [(Fraction(2, 12), 1000)]))


def test_fee_raises_the_apr_of_a_loan_without_interest_above_zero():
    terms = Terms(1_000_00, Fraction(0), 12, START)
    assert loan_apr(terms, planned_rows(terms)) == 0
    with_fee = Terms(1_000_00, Fraction(0), 12, START, disbursement_fee=20_00)
    assert loan_apr(with_fee, planned_rows(with_fee)) == Decimal("3.81")
