"""Repays and settles loans, and books what is recovered of loans written off, in the transaction of the posting.

Call these through `core.idempotency.service.run_once`. The loan's row is locked first, then accounts, as everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from accounts.enums import AccountType
from accounts.models import Account
from accounts.services import bank_account, chart_account, increment_open_loans
from audit.events import Event
from confirmations.approval import NO_APPROVAL, Approval
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.client_info import ClientInfo
from core.dates import today
from loans.domain.allocation import allocate
from loans.domain.arrears import next_due
from loans.domain.incoming import ExceedsDebt, split_payment
from loans.domain.payments import Split
from loans.domain.payoff import payoff
from loans.domain.running_loan import RunningLoan
from loans.enums import LoanEventType, LoanStatus
from loans.exceptions import NotActive, Overpayment
from loans.models import Loan, Repayment
from loans.rows import BookedPayment
from loans.selectors import lock_loan, recoverable_amount, state_of
from loans.services.postings import Moved, add_event, audit, funding_account, lock_for_staff, post
from transactions.enums import TransactionType
from transactions.ledger.posting import PostingLine
from transactions.models import Transaction
from transactions.payments.step_up import is_large
from users.models import User


@dataclass(frozen=True)
class Payer:
    """Who pays, and whether a payment that needs a confirmation is confirmed."""

    actor: User
    client: ClientInfo
    approval: Approval

    def approve(self, amount: int, currency: str) -> Callable[[], None]:
        """Requires a confirmation of a member's own payment of this amount, if it is large; for `postings.post`."""

        def approve() -> None:
            is_own = not has_capability(self.actor, Capability.TAKE_LOAN_REPAYMENT)
            if is_own and is_large(amount, currency):
                self.approval.require(self.actor)  # guard: repayment-step-up

        return approve


def repay_loan(
    *,
    actor: User,
    loan_id: int,
    amount: int,
    from_number: str | None,
    client: ClientInfo,
    approval: Approval = NO_APPROVAL,
) -> Moved:
    """Repays a loan: by a member from an account of their own (by default the loan's), by staff in cash or from the
    borrower's account. The payoff amount of today ends it, and so does more, up to the next instalment. On a loan that
    is written off it is a recovery. A member with a second factor must have confirmed one of `STEP_UP_AMOUNT` or more.

    Raises NotFound, PermissionDenied (staff on their own), NotActive, Overpayment, LimitExceeded (a cashier's limit
    for one payment in cash), AccountClosed, AccountFrozen, InsufficientFunds, ConfirmationRequired,
    ConfirmationRefused.
    """
    return _pay(Payer(actor, client, approval), loan_id, amount, from_number)


def settle_loan(
    *, actor: User, loan_id: int, from_number: str | None, client: ClientInfo, approval: Approval = NO_APPROVAL
) -> Moved:
    """Pays exactly what is owed today. Raises the errors of `repay_loan`, but for Overpayment."""
    return _pay(Payer(actor, client, approval), loan_id, None, from_number)


def _pay(payer: Payer, loan_id: int, amount: int | None, from_number: str | None) -> Moved:
    actor, client = payer.actor, payer.client
    loan, day = _lock(actor, loan_id), today()
    if loan.status == LoanStatus.WRITTEN_OFF:
        return loan, _recover(loan, payer, amount, from_number, day)
    state = state_of(loan)
    if not state.is_active:
        raise NotActive
    running = state.on(day)
    split = _split(loan, running, amount)
    source = funding_account(actor, loan, from_number, split.total)
    written = _post(loan, split, source, payer, day)
    if split == payoff(running):
        _close(loan, written)
        oldest_due, outstanding = None, 0
    else:
        allocate(running, split.total)
        due, outstanding = next_due(running.rows()), running.outstanding
        oldest_due = due.due_date if due else None
    _add_repayment(loan, written, split, day, outstanding, oldest_due)
    loan.save(update_fields=["principal_paid", "interest_paid", "status", "closed_at"])
    state.add(BookedPayment(day, split))
    audit(Event.LOAN_REPAYMENT_POSTED, loan, written, actor, client)
    return loan, written


def _lock(actor: User, loan_id: int) -> Loan:
    """A member's own loan, or for staff one of another person; locked."""
    if has_capability(actor, Capability.TAKE_LOAN_REPAYMENT):
        return lock_for_staff(actor, loan_id, Capability.TAKE_LOAN_REPAYMENT)
    require_capability(actor, Capability.REPAY_OWN_LOAN)
    return lock_loan(actor, loan_id)


def _split(loan: Loan, running: RunningLoan, amount: int | None) -> Split:
    """What an amount goes to; None settles. Raises Overpayment."""
    try:
        return split_payment(running, amount)
    except ExceedsDebt as exc:
        raise _overpayment(loan, exc.payoff) from exc


def _overpayment(loan: Loan, most: int) -> Overpayment:
    enough = loan.money(most)
    text = gettext("%(amount)s would settle this loan today.") % {"amount": f"{enough} {loan.currency}"}
    return Overpayment(text, details={"settlement_amount": enough})


def _post(loan: Loan, split: Split, source: Account, payer: Payer, day: date) -> Transaction:
    legs = [
        PostingLine(source, -split.total),
        PostingLine(bank_account(AccountType.LOANS_RECEIVABLE), split.principal),
        PostingLine(bank_account(AccountType.INTEREST_INCOME), split.interest),
    ]
    if split.penalties:
        legs.append(PostingLine(chart_account(AccountType.PENALTY_INCOME), split.penalties))
    legs.append(PostingLine(bank_account(AccountType.FEE_INCOME), split.fees))
    approve = payer.approve(split.total, loan.currency)
    return post(TransactionType.LOAN_REPAYMENT, loan, split.total, legs, payer.actor, day, approve=approve)


def _add_repayment(
    loan: Loan, written: Transaction, split: Split, day: date, outstanding: int, oldest_due: date | None
) -> None:
    Repayment.objects.create(
        loan=loan,
        transaction=written,
        principal=split.principal,
        interest=split.interest,
        fees=split.fees,
        penalties=split.penalties,
        booked_at=written.booked_at,
        day=day,
        outstanding=outstanding,
        oldest_due=oldest_due,
    )
    loan.principal_paid += split.principal
    loan.interest_paid += split.interest


def _close(loan: Loan, written: Transaction) -> None:
    loan.status, loan.closed_at = LoanStatus.REPAID, written.booked_at
    increment_open_loans(loan.account_id, by=-1)


def _recover(loan: Loan, payer: Payer, amount: int | None, from_number: str | None, day: date) -> Transaction:
    """Books what is recovered of the principal that was written off."""
    left = recoverable_amount(loan)
    if not left:
        raise NotActive
    amount = left if amount is None else amount
    if amount > left:
        raise _overpayment(loan, left)
    source = funding_account(payer.actor, loan, from_number, amount)
    legs = [PostingLine(source, -amount), PostingLine(chart_account(AccountType.RECOVERIES), amount)]
    approve = payer.approve(amount, loan.currency)
    written = post(TransactionType.LOAN_RECOVERY, loan, amount, legs, payer.actor, day, approve=approve)
    add_event(loan, written, LoanEventType.RECOVERY, day, 0, None)
    audit(Event.LOAN_RECOVERY_POSTED, loan, written, payer.actor, payer.client)
    return written
