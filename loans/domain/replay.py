"""A loan after its payments."""

from collections.abc import Sequence

from loans.domain.allocation import allocate, pay_by_instalments
from loans.domain.payments import Payment
from loans.domain.running_loan import RunningLoan
from loans.domain.schedule import Instalment
from loans.domain.terms import Terms


def replay(terms: Terms, rows: Sequence[Instalment], payments: Sequence[Payment]) -> RunningLoan:
    """The loan on the day of its last payment; `rows` are the schedule of the disbursement.

    Payments are in the order in which they were booked.
    """
    loan = RunningLoan.begin(terms, rows)
    pay_by_instalments(loan, [each.split for each in payments if each.by_instalments and not each.is_reversed])
    for payment in payments:
        if payment.by_instalments:
            continue
        loan.advance(payment.day)
        if not payment.is_reversed:
            allocate(loan, payment.split.total - payment.split.fees, booked=payment.split)
    return loan
