"""What a prepayment leaves of later instalments: which one is the last, and interest that has accrued meanwhile."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from loans.domain.allocation import allocate
from loans.domain.payments import Payment, Split
from loans.domain.replay import replay
from loans.domain.running_loan import RunningLoan
from loans.domain.schedule import schedule_of
from loans.domain.terms import PrepaymentRule, Terms
from loans.state import debt_on

# 3,000 at 12 % over six months, due on the first day of each month; an instalment is 517.65.
TERMS = Terms(
    amount=3_000_00,
    annual_rate=Decimal(12),
    term_months=6,
    method="declining_balance",
    day_count="30/360",
    instalment_multiple=1,
    principal_grace_months=0,
    disbursed_on=date(2024, 1, 1),
    first_due_date=date(2024, 2, 1),
)


def loan_after(terms: Terms, *payments: tuple[date, int]) -> RunningLoan:
    booked: list[Payment] = []
    rows = schedule_of(terms)
    for day, amount in payments:
        split: Split = allocate(replay(terms, rows, booked).at(day), amount)
        booked.append(Payment(day, split))
    return replay(terms, rows, booked)


def test_interest_since_the_last_instalment_of_a_shortened_loan_makes_no_further_instalment():
    loan = loan_after(replace(TERMS, late_fee=20_00, late_fee_after_days=5), (date(2024, 2, 1), 2_830_00))
    debt = debt_on(loan.at(date(2024, 4, 20)))  # 200.00 of principal since 1 February: 2.00 a month
    assert [row.number for row in debt.schedule] == [1, 2]
    assert debt.next_due is not None
    assert debt.next_due.left == debt.payoff.total == 200_00 + 2_00 + 2_00 + 1_27 + 20_00
    assert debt.payoff.penalties == 20_00  # one fee for one instalment


def test_lowered_instalment_bears_the_interest_that_has_accrued_before_the_payment():
    terms = replace(TERMS, prepayment=PrepaymentRule.LOWER_INSTALMENT)
    loan = loan_after(terms, (date(2024, 1, 2), 517_65), (date(2024, 1, 31), 1_000_00))
    rows = loan.rows()[1:]
    assert rows[0].interest > 24_00 + 14_00  # of 29 days on 2,483.35 and of 31 on 1,483.35
    assert max(row.total for row in rows) - min(row.total for row in rows) <= 5
