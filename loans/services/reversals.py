"""What the reversal of a loan's transaction changes of the loan: the handler that `transactions.payments` calls."""

from collections.abc import Callable
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext

from accounts.services import increment_open_loans
from loans.domain.arrears import next_due
from loans.enums import LoanEventType, LoanStatus
from loans.exceptions import RepaymentsStand
from loans.models import DueInstalment, Loan, LoanEvent, Repayment
from loans.selectors import load_states, recovered_amount, state_of
from loans.services.postings import add_event, forbid_own_loan
from transactions.models import Transaction
from users.models import User


def prepare_loan_reversal(*, actor: User, transaction_id: int) -> Callable[[Transaction], None] | None:
    """Locks the loan, and returns its follow-up: a repayment is owed again, a loan written off is active again, and one
    whose disbursement is reversed is approved again. None where the transaction belongs to no loan, or was reversed.

    Raises PermissionDenied for one's own loan, and RepaymentsStand where later postings must be reversed first.
    """
    loan = _loan_of(transaction_id)
    if loan is None:
        return None
    forbid_own_loan(actor, loan)
    _check_order(loan, transaction_id)
    return partial(_follow, loan, transaction_id)


def _loan_of(transaction_id: int) -> Loan | None:
    """The loan that the transaction belongs to, locked before any account."""
    linked = Q(disbursement=transaction_id) | Q(write_off=transaction_id) | Q(fee=transaction_id)
    found = Loan.objects.filter(linked).values_list("pk", flat=True).first()
    for model in (Repayment, LoanEvent):
        if found is None:
            found = model.objects.filter(transaction=transaction_id).values_list("loan_id", flat=True).first()
    if found is None:
        return None
    # Without joins, which would lock other rows too.
    return Loan.objects.select_for_update().get(pk=found)  # guard: loan-reversal-lock


def _check_order(loan: Loan, transaction_id: int) -> None:
    if transaction_id == loan.write_off_id:
        if recovered_amount(loan):
            raise RepaymentsStand(gettext("Reverse the recoveries of this loan first."))
        return
    if _is_recovery(transaction_id):
        return
    if loan.status == LoanStatus.WRITTEN_OFF:
        raise RepaymentsStand(gettext("Reverse the write-off of this loan first."))
    if transaction_id == loan.disbursement_id:
        if Repayment.objects.filter(loan=loan, transaction__reversed_by=None).exists():
            raise RepaymentsStand
        if loan.fee_id is not None:
            raise RepaymentsStand(gettext("Reverse the fee of this loan first."))
    if transaction_id == loan.fee_id and loan.status != LoanStatus.ACTIVE:  # a payoff has refunded a part of it
        raise RepaymentsStand


def _is_recovery(transaction_id: int) -> bool:
    return LoanEvent.objects.filter(transaction=transaction_id, type=LoanEventType.RECOVERY).exists()


def _follow(loan: Loan, transaction_id: int, reversal: Transaction) -> None:
    was_running = loan.status == LoanStatus.ACTIVE
    if not _is_recovery(transaction_id):
        _change(loan, transaction_id)
    runs = loan.status == LoanStatus.ACTIVE
    if runs != was_running:
        increment_open_loans(loan.account_id, by=1 if runs else -1)
    loan.save()
    _add_reversal(loan, reversal)


def _change(loan: Loan, transaction_id: int) -> None:
    loan.status, loan.closed_at = LoanStatus.ACTIVE, None
    if transaction_id == loan.write_off_id:
        loan.write_off = None
    elif transaction_id == loan.fee_id:
        loan.fee = None
    elif transaction_id == loan.disbursement_id:
        loan.status, loan.disbursed_at, loan.disbursed_on, loan.disbursement = LoanStatus.APPROVED, None, None, None
        DueInstalment.objects.filter(loan=loan).delete()
    else:
        repayment = Repayment.objects.get(transaction=transaction_id)
        loan.principal_paid -= repayment.principal
        loan.interest_paid -= repayment.interest


def _add_reversal(loan: Loan, reversal: Transaction) -> None:
    """Writes the position of the loan after the reversal."""
    day, oldest_due = reversal.value_date, None
    load_states([loan])
    if state_of(loan).is_active:
        due = next_due(state_of(loan).on(day).rows())
        oldest_due = due.due_date if due else None
    add_event(loan, reversal, LoanEventType.REVERSAL, day, loan.outstanding_principal, oldest_due)
