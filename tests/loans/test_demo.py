"""The demo bank's loans: one in every status, and one forty days late, on any day of loading."""

from datetime import date

import pytest
import time_machine

from demo.loans import load_loans
from demo.people import load_people
from loans.enums import LoanStatus
from loans.models import Loan
from loans.portfolio import portfolio_on
from loans.selectors import debt_of
from tests.loans.loan_helpers import is_consistent

DAYS = [
    "2026-03-01", "2026-03-31", "2028-02-29", "2026-01-01", "2026-12-31",
    # An instalment of forty days ago fell due on a 28th, 29th, 30th or 31st.
    "2027-04-09", "2028-04-09", "2028-05-09", "2026-05-10", "2026-07-10", "2026-09-09", "2026-12-10", "2027-02-09",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_demo_has_a_loan_in_every_status_and_one_forty_days_late(db, day):
    with time_machine.travel(f"{day}T00:00:01+00:00", tick=False):
        load_loans(load_people())
        loans = list(Loan.objects.all())
        assert {loan.status for loan in loans} == set(LoanStatus.values)
        assert sorted(debt.days_late for loan in loans if (debt := debt_of(loan))) == [0, 40]
        assert sorted(each.days_late for each in portfolio_on(date.fromisoformat(day)).loans) == [0, 40]
        assert is_consistent()


def test_dates_of_demo_loans_are_in_chronological_order(db):
    with time_machine.travel("2026-09-09T00:00:01+00:00", tick=False):
        load_loans(load_people())
        for loan in Loan.objects.all():
            moments = [m for m in (loan.applied_at, loan.decided_at, loan.disbursed_at, loan.closed_at) if m]
            assert moments == sorted(moments)
            assert len({moment.date() for moment in moments[:3]} if loan.disbursed_at else {1}) == 1
