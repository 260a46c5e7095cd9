"""What a user sees before confirming a repayment or a write-off."""

from accounts.models import Account
from audit.events import Event
from confirmations.summary import LoanFacts, Shown, Summary
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.dates import today
from core.money import to_text
from loans.domain.incoming import ExceedsDebt, split_payment
from loans.enums import LoanStatus
from loans.models import Loan
from loans.selectors import loan_visible_to, recoverable_amount, state_of
from loans.services.postings import account_of_borrower, forbid_own_loan
from transactions.payments.summaries import party
from users.models import User


def summarize_repayment(actor: User, loan_id: int, *, amount: int | None, from_number: str | None) -> Summary:
    """What a repayment would pay today; without an amount it settles the loan.

    Raises NotFound, PermissionDenied (staff on their own loan).
    """
    for_members = has_capability(actor, Capability.TAKE_LOAN_REPAYMENT)
    loan = _loan_of_another(actor, loan_id) if for_members else loan_visible_to(actor, loan_id)
    source = _source(actor, loan, from_number, in_cash=for_members)
    paid = _amount_today(loan, amount)
    return Summary(
        amount=None if paid is None else to_text(paid, loan.currency),
        currency=loan.currency,
        from_account=party(source, full=True) if source else None,
        loan=LoanFacts(loan.pk, loan.borrower.full_name),
        shown=_shown(actor, loan),
    )


def summarize_write_off(actor: User, loan_id: int) -> Summary:
    """The outstanding principal and the borrower. Raises NotFound, PermissionDenied."""
    require_capability(actor, Capability.WRITE_OFF_LOAN)
    loan = _loan_of_another(actor, loan_id)
    return Summary(
        amount=loan.money(loan.outstanding_principal),
        currency=loan.currency,
        loan=LoanFacts(loan.pk, loan.borrower.full_name),
        shown=_shown(actor, loan),
    )


def _loan_of_another(actor: User, loan_id: int) -> Loan:
    loan = loan_visible_to(actor, loan_id)
    forbid_own_loan(actor, loan)
    return loan


def _source(actor: User, loan: Loan, number: str | None, *, in_cash: bool) -> Account | None:
    """The account that pays, None for a till."""
    if number is not None:
        return account_of_borrower(actor, loan, number)
    return None if in_cash else loan.account


def _amount_today(loan: Loan, amount: int | None) -> int | None:
    """What would be booked; the amount itself where the request will be refused, and None where nothing is owed."""
    if loan.status == LoanStatus.WRITTEN_OFF:
        return recoverable_amount(loan) if amount is None else amount
    state = state_of(loan)
    if not state.is_active:
        return amount
    try:
        return split_payment(state.on(today()), amount).total
    except ExceedsDebt:
        return amount


def _shown(actor: User, loan: Loan) -> Shown | None:
    """For staff."""
    if not has_capability(actor, Capability.VIEW_ALL_LOANS):
        return None
    return Shown(Event.ACCOUNT_READ, (loan.borrower_id,), {"loan": loan.pk})
