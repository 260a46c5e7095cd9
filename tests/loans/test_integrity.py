"""`verify_ledger` compares the loans with the ledger."""

import pytest

from loans.models import Loan, LoanEvent, Repayment
from tests.loan_factories import create_product
from tests.loans.loan_helpers import post_loan_action, post_repayment, post_write_off
from transactions.ledger.integrity import find_inconsistency


@pytest.fixture
def loan(clock, make_loan, cashier, manager, signed_in):
    """A loan with a fee, of which interest and a late fee have been paid; another was written off and recovered."""
    lost = make_loan("active")
    post_write_off(lost, manager)
    post_loan_action(signed_in(cashier), lost.pk, "settle")
    terms = {"late_fee": 5_00, "disbursement_fee": 12_00}
    loan = make_loan("active", product=create_product(name="Fees", **terms))
    clock.move_to("2026-04-11T09:00:00Z")
    post_repayment(loan, 100_00, cashier)
    assert find_inconsistency() is None
    return loan


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("interest", "Account interest_income: its balance is 2000, and the interest of payments is 2001."),
        ("penalties", "Account penalty_income: its balance is 500, and the late fees of payments is 501."),
        (
            "fees",
            "Account fee_income: its balance is 1200, and the fees of loans less what payoffs refunded is 1201.",
        ),
        ("principal", "Loan {loan}: what has been paid is not the sum of its payments."),
    ],
)
def test_payment_that_is_not_in_the_ledger_is_found(loan, column, message):
    row = Repayment.objects.get()
    Repayment.objects.filter(pk=row.pk).update(**{column: getattr(row, column) + 1})
    assert find_inconsistency() == message.format(loan=loan.pk)


def test_principal_that_is_not_in_the_ledger_is_found(loan):
    Loan.objects.filter(pk=loan.pk).update(principal_paid=0)
    assert find_inconsistency() == (
        "Account loans_receivable: its balance is -92500, and minus the principal of active loans is -100000."
    )


def test_recovery_that_is_not_in_the_ledger_is_found(loan):
    LoanEvent.objects.filter(type="recovery").update(amount=1)
    assert find_inconsistency() == "Account recoveries: its balance is 100000, and what was recovered is 1."


def test_principal_that_was_written_off_without_a_posting_is_found(loan):
    Loan.objects.exclude(pk=loan.pk).update(amount=999_99)
    assert find_inconsistency() == (
        "Account write_offs: its balance is -100000, and minus the principal of loans written off is -99999."
    )
