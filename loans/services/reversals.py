"""The handler of reversals for loans, which `loans.apps` registers with the payments."""

from collections.abc import Callable
from functools import partial

from django.db.models import Q

from accounts.services import increment_open_loans
from core.exceptions import PermissionDenied
from loans.enums import LoanStatus
from loans.exceptions import RepaymentsStand
from loans.models import DueInstalment, Loan, Repayment
from users.models import User


def prepare_loan_reversal(*, actor: User, transaction_id: int) -> Callable[[], None] | None:
    """Locks the loan, and returns its follow-up: a repayment is owed again, a loan written off is active again, and one
    whose disbursement is reversed is approved again. None where the transaction was reversed already.

    Raises PermissionDenied for one's own loan, and RepaymentsStand where later postings must be reversed first.
    """
    loan = _loan_of(transaction_id)
    if loan is None:
        return None
    if loan.borrower_id == actor.pk:
        raise PermissionDenied("Staff cannot process transactions on their own loan.")
    _check_order(loan, transaction_id)
    return partial(_follow, loan, transaction_id)


def _loan_of(transaction_id: int) -> Loan | None:
    """The loan that the transaction belongs to, locked before any account."""
    linked = Q(disbursement=transaction_id) | Q(write_off=transaction_id)
    found = Loan.objects.filter(linked).values_list("pk", flat=True).first()
    if found is None:
        found = Repayment.objects.filter(transaction=transaction_id).values_list("loan_id", flat=True).first()
    return Loan.objects.select_for_update().get(pk=found) if found is not None else None  # guard: loan-reversal-lock


def _check_order(loan: Loan, transaction_id: int) -> None:
    if transaction_id == loan.write_off_id:
        return
    if loan.status == LoanStatus.WRITTEN_OFF:
        raise RepaymentsStand("Reverse the write-off of this loan first.")
    if transaction_id == loan.disbursement_id and (loan.principal_paid or loan.interest_paid):
        raise RepaymentsStand


def _follow(loan: Loan, transaction_id: int) -> None:
    was_running = loan.status == LoanStatus.ACTIVE
    loan.status, loan.closed_at = LoanStatus.ACTIVE, None
    if transaction_id == loan.write_off_id:
        loan.write_off = None
    elif transaction_id == loan.disbursement_id:
        loan.status, loan.disbursed_at, loan.disbursement = LoanStatus.APPROVED, None, None
        DueInstalment.objects.filter(loan=loan).delete()
    else:
        repayment = Repayment.objects.get(transaction=transaction_id)
        loan.principal_paid -= repayment.principal
        loan.interest_paid -= repayment.interest
    runs = loan.status == LoanStatus.ACTIVE
    if runs != was_running:
        increment_open_loans(loan.account_id, by=1 if runs else -1)
    loan.save()
