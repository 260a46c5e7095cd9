"""Whatever happens to loans, in whatever order: the ledger and the loans say the same, and so does the past."""

from fractions import Fraction

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from loans.debts import Paid, standings
from loans.enums import LoanStatus
from loans.models import Loan
from loans.portfolio import portfolio_on
from loans.selectors import debt_of, paid_of, rows_of
from tests.loans.loan_helpers import is_consistent
from tests.loans.reference_loans import portfolio_by_hand
from tests.loans.sequences import Life, people

DAYS = st.sampled_from([0, 0, 1, 10, 28, 31, 45])


def step(verbs):
    return st.tuples(st.sampled_from(verbs), st.integers(0, 2), st.integers(0, 1000), DAYS)


STEPS = st.lists(
    step(["disburse"]) | step(["cash", "instalment"]) | step(["settle", "take_back"]) | step(["write_off", "cancel"]),
    min_size=4,
    max_size=16,
)
PAYING = st.lists(step(["cash", "instalment", "instalment", "settle", "take_back"]), min_size=3, max_size=12)
QUICK = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # shrinking would take minutes
)
AHEAD_SETTLED_TAKEN_BACK = [
    ("disburse", 0, 0, 0), ("cash", 0, 400, 0), ("settle", 0, 0, 0), ("take_back", 0, 200, 0), ("cash", 0, 999, 400),
    ("cash", 0, 990, 0), ("take_back", 0, 0, 0), ("settle", 0, 1, 0),
]  # fmt: skip


class TestAnyLife(TestCase):
    """Hypothesis' own test case gives every example a transaction of its own."""

    @classmethod
    def setUpTestData(cls):
        cls.people = people()

    @QUICK
    @given(steps=STEPS)
    @example(steps=AHEAD_SETTLED_TAKEN_BACK)
    def test_keeps_the_ledger_and_the_loans_in_step(self, steps):
        life = Life(self.people)
        for first in range(3):
            life.do("disburse", first, 0, 0)
        for each in steps:
            life.do(*each)
            with life.now():
                self.check()
        assert is_consistent()

    def check(self):
        for loan in Loan.objects.all():
            debt = debt_of(loan)
            assert (debt is None) == (loan.status != LoanStatus.ACTIVE)
            if debt is None:
                continue
            paid, rows = paid_of(loan), rows_of(loan)
            assert debt.settlement > 0
            assert 0 <= paid.principal <= loan.amount
            # What is paid is laid on the rows, and nothing of it is lost.
            laid = list(standings(rows, paid))
            assert sum(each.paid_principal for each in laid) == paid.principal
            assert sum(each.paid_interest for each in laid) == max(0, min(paid.interest, sum(r.interest for r in rows)))
            assert paid.interest <= sum(row.interest for row in rows)
            assert paid == Paid(loan.principal_paid, loan.interest_paid)

    @QUICK
    @given(steps=PAYING, cuts=st.lists(st.integers(-5, 400), min_size=3, max_size=6))
    def test_the_portfolio_of_any_day_is_what_the_rows_add_up_to(self, steps, cuts):
        life = Life(self.people)
        for which, days in ((0, 0), (1, 17), (2, 40)):
            life.do("disburse", which, 0, days)
        for each in steps:
            # A disbursement that is taken back is as if it had never been: the loan forgets it.
            life.do(*each)
        for days in cuts:
            self.compare(life, days)
        self.compare(life, life.days)

    def compare(self, life, days):
        day = life.day(days)
        portfolio, expected = portfolio_on(day), portfolio_by_hand(day)
        assert sorted((each.loan_id, each.outstanding, each.days_late) for each in portfolio.loans) == expected
        gross, risky = sum(row[1] for row in expected), sum(row[1] for row in expected if row[2] > 30)
        assert (portfolio.gross, portfolio.at_risk) == (gross, risky)
        assert portfolio.par30 == (Fraction(risky, gross) if gross else 0)
        bounds = {"current": (0, 0), "1-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), "over 90": (91, 10**6)}
        ages = {name: [row[1] for row in expected if low <= row[2] <= high] for name, (low, high) in bounds.items()}
        assert portfolio.by_age() == {name: (len(rows), sum(rows)) for name, rows in ages.items()}
        for name in bounds:
            assert sum(ages[name][1] for ages in portfolio.by_product().values()) == portfolio.by_age()[name][1]
