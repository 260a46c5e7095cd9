"""Random sequences of operations on loans keep the ledger, the loans and past portfolios consistent."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.dates import today
from loans.enums import LoanStatus
from loans.models import Loan
from loans.portfolio import portfolio_on
from loans.selectors import debt_of, state_of
from tests.loans.loan_helpers import is_consistent
from tests.loans.sequences import LoanSequence, people

DAYS = st.sampled_from([0, 0, 1, 10, 28, 31, 45])


def step(operations):
    return st.tuples(st.sampled_from(operations), st.integers(0, 2), st.integers(0, 1000), DAYS)


STEPS = st.lists(
    step(["disburse"]) | step(["cash", "instalment"]) | step(["settle", "reverse"]) | step(["write_off", "cancel"]),
    min_size=4,
    max_size=16,
)
QUICK = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # shrinking would take minutes
)
PREPAID_SETTLED_AND_REVERSED = [
    ("disburse", 0, 0, 0), ("cash", 0, 400, 0), ("settle", 0, 0, 0), ("reverse", 0, 200, 0), ("cash", 0, 999, 400),
    ("cash", 0, 990, 0), ("reverse", 0, 0, 0), ("settle", 0, 1, 0),
]  # fmt: skip


@pytest.mark.slow
class TestOperationSequences(TestCase):
    """Hypothesis' test case runs every example in a transaction of its own."""

    @classmethod
    def setUpTestData(cls):
        cls.people = people()

    @QUICK
    @given(steps=STEPS)
    @example(steps=PREPAID_SETTLED_AND_REVERSED)
    def test_ledger_and_loans_stay_consistent_after_any_operations(self, steps):
        sequence = LoanSequence(self.people)
        for index in range(3):
            sequence.run("disburse", index, 0, 0)
        for operation in steps:
            sequence.run(*operation)
            with sequence.now():
                self.check()
        assert is_consistent()

    def check(self):
        for loan in Loan.objects.all():
            debt = debt_of(loan)
            assert (debt is None) == (loan.status != LoanStatus.ACTIVE)
            if debt is None:
                continue
            running = state_of(loan).on(today())
            assert min(debt.payoff.total, 1 + debt.payoff.interest, 1 + debt.payoff.penalties) > 0
            assert (running.outstanding, running.received.interest) == (loan.outstanding_principal, loan.interest_paid)
            assert running.received.interest <= running.accrual.total
            # What is left of the schedule is what is owed, and interest that has not accrued yet.
            left = sum(row.principal - running.lines[row.number - 1].paid_principal for row in debt.schedule)
            assert left == loan.outstanding_principal

    @QUICK
    @given(steps=STEPS)
    def test_portfolio_of_a_day_that_is_over_is_what_it_was_on_that_day(self, steps):
        sequence, expected = LoanSequence(self.people), {}
        for index, days in ((0, 0), (1, 17), (2, 40)):
            sequence.run("disburse", index, 0, days)
        for operation in steps:
            sequence.run(*operation)
            with sequence.now():
                expected[today()] = active_loans()
        for day, loans in expected.items():
            self.compare(portfolio_on(day), loans)

    def compare(self, portfolio, expected):
        assert sorted((each.loan_id, each.outstanding, each.days_late) for each in portfolio.loans) == expected
        gross, risky = sum(row[1] for row in expected), sum(row[1] for row in expected if row[2] > 30)
        assert (portfolio.gross, portfolio.at_risk) == (gross, risky)
        assert portfolio.par30 == (Fraction(risky, gross) if gross else 0)
        buckets = {"current": (0, 0), "1-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), "over 90": (91, 10**6)}
        ages = {name: [row[1] for row in expected if low <= row[2] <= high] for name, (low, high) in buckets.items()}
        assert portfolio.by_age() == {name: (len(rows), sum(rows)) for name, rows in ages.items()}
        for name in buckets:
            assert sum(ages[name][1] for ages in portfolio.by_product().values()) == portfolio.by_age()[name][1]


def active_loans():
    """`(loan id, outstanding, days late)` of each loan with outstanding principal now."""
    loans = [loan for loan in Loan.objects.order_by("pk") if loan.outstanding_principal]
    return [(loan.pk, loan.outstanding_principal, debt_of(loan).days_late) for loan in loans]
