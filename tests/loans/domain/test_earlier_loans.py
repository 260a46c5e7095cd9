"""Loans that were disbursed and paid before interest accrued by the day keep their figures."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from loans.domain.allocation import allocate
from loans.domain.arrears import overdue
from loans.domain.payments import Payment, Split
from loans.domain.payoff import payoff
from loans.domain.replay import replay
from loans.domain.schedule import schedule_of
from loans.enums import DayCount, Method
from tests.loans.domain import earlier_release
from tests.loans.domain.schedules import LOAN

EARLIER = replace(LOAN, amount=10_000_00, term_months=12, disbursed_on=date(2024, 1, 1),
                  first_due_date=date(2024, 2, 1), overdue_interest=False)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(Method), st.sampled_from(DayCount), st.integers(0, 3),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 2_000_00)), max_size=6), st.integers(0, 500),
)  # fmt: skip
def test_payoff_amount_and_arrears_of_a_loan_paid_before_are_those_of_the_earlier_release(
    method, day_count, grace, steps, wait
):
    terms = replace(EARLIER, method=method, day_count=day_count, principal_grace_months=grace)
    rows, day, paid, payments = schedule_of(terms), terms.disbursed_on, Split(), []
    for days, most in steps:
        day += timedelta(days=days)
        amount = min(most, earlier_release.payoff_amount(terms, rows, paid, day) - 1)
        if amount < 1:
            break
        split = earlier_release.allocate(rows, paid, amount)
        paid = Split(principal=paid.principal + split.principal, interest=paid.interest + split.interest)
        payments.append(Payment(day, split, by_instalments=True))
    day += timedelta(days=wait)

    loan = replay(terms, rows, payments).at(day)

    assert payoff(loan).total == earlier_release.payoff_amount(terms, rows, paid, day)
    late = overdue(loan.rows(), day)
    assert (late.days_late if late else 0) == earlier_release.days_late(rows, paid, day)
    unpaid = [row for row in loan.rows() if row.left]
    if not late:
        assert sum(row.left for row in unpaid) == sum(map(sum, earlier_release.left_of_rows(rows, paid)))


def test_new_payment_on_an_earlier_loan_pays_what_is_due_and_then_principal():
    rows = schedule_of(EARLIER)
    ahead = earlier_release.allocate(rows, Split(), 2 * 888_49)  # two instalments with their interest, on one day
    loan = replay(EARLIER, rows, [Payment(date(2024, 1, 2), ahead, by_instalments=True)]).at(date(2024, 1, 3))
    assert loan.interest_owed == 6_67 - ahead.interest

    assert allocate(loan, 1_000_00) == Split(principal=1_000_00)

    assert [row.left for row in loan.rows()][:2] == [0, 0]
    # From now on interest accrues on what is outstanding; what was paid ahead counts.
    march, april = loan.at(date(2024, 3, 1)), loan.at(date(2024, 4, 1))
    assert april.interest_owed - march.interest_owed == round(loan.outstanding / 100)
