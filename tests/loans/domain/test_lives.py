"""Random lives of loans: what is owed is never negative, and never more than accrued is received."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loans.domain.payoff import payoff
from loans.domain.schedule import DoesNotAmortise
from loans.enums import DayCount, Method
from tests.loans.domain.lives import Life
from tests.loans.domain.schedules import LOAN


@st.composite
def lives(draw):
    months = draw(st.integers(1, 24))
    disbursed_on = draw(st.dates(date(2023, 1, 1), date(2025, 1, 1)))
    return replace(
        LOAN,
        amount=draw(st.integers(1_00, 100_000_00)),
        annual_rate=draw(st.decimals(0, 60, places=2)),
        term_months=months,
        method=draw(st.sampled_from(Method)),
        day_count=draw(st.sampled_from(DayCount)),
        instalment_multiple=draw(st.sampled_from([1, 100, 1000])),
        principal_grace_months=draw(st.integers(0, min(3, months - 1))),
        disbursed_on=disbursed_on,
        first_due_date=disbursed_on + timedelta(days=draw(st.integers(1, 62))),
        prepayment=draw(st.sampled_from(["shorter_term", "lower_instalment"])),
        overdue_interest=draw(st.booleans()),
        late_fee=draw(st.sampled_from([0, 5_00])),
        late_fee_after_days=draw(st.sampled_from([0, 10, 30])),
    )


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "pay", "instalment", "settle", "reverse"]),
        st.sampled_from([0, 1, 5, 28, 31, 45]),
        st.integers(0, 1100),
    ),
    min_size=1,
    max_size=10,
)


def run(loan, step, size):
    owed = payoff(loan.loan).total
    rows = [row for row in loan.loan.rows() if row.left > 0]
    if step == "reverse" and loan.payments:
        loan.reverse(size % len(loan.payments))
    elif owed > 0 and step == "settle":
        loan.settle()
    elif owed > 0 and step == "instalment" and rows:
        loan.pay(rows[0].left)
    elif owed > 0:
        loan.pay(1 + owed * size // 1000)


def check(loan):
    now = loan.loan
    standing = [each.split for each in loan.payments if not each.is_reversed]
    assert now.outstanding == loan.terms.amount - sum(split.principal for split in standing) >= 0
    assert now.received.interest == sum(split.interest for split in standing) <= now.accrual.total
    assert all(min(split.principal, split.interest, split.penalties) >= 0 for split in standing)
    owed, rows = payoff(now), now.rows()
    assert min(owed.principal, owed.interest, owed.penalties) >= 0
    assert all(min(row.principal, row.interest, row.left) >= 0 for row in rows)
    expected = [row for row in rows if row.left > 0]
    # Everything that is outstanding is in the rows that are left, and none of it twice.
    assert sum(row.principal - now.lines[row.number - 1].paid_principal for row in rows) == now.outstanding
    assert sum(row.penalty_left for row in rows) == owed.penalties
    assert bool(expected) == (owed.total > 0)
    if not any(each.is_reversed for each in loan.payments):
        assert sum(row.principal for row in rows) == loan.terms.amount
        assert not rows or rows[-1].balance_after == 0


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(lives(), STEPS)
def test_nothing_is_negative_and_no_more_interest_is_received_than_has_accrued(terms, steps):
    try:
        loan = Life(terms)
    except DoesNotAmortise:
        return
    check(loan)
    for step, days, size in steps:
        loan.wait(days)
        run(loan, step, size)
        check(loan)


def test_payoff_on_a_later_day_never_costs_less():
    loan = Life(replace(LOAN, amount=1_000_00, annual_rate=Decimal(30), overdue_interest=True))
    loan.wait(3)
    loan.pay(400_00)
    totals = [payoff(loan.loan.at(loan.day + timedelta(days=days))).total for days in range(700)]
    assert totals == sorted(totals)
