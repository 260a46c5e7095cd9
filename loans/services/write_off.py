"""Writes off loans, in the transaction of the posting.

Call it through `core.idempotency.service.run_once`. The loan's row is locked first, then accounts, as everywhere.
"""

from django.utils.translation import gettext

from accounts.enums import AccountType
from accounts.services import bank_account, increment_open_loans
from audit.events import Event
from confirmations.approval import NO_APPROVAL, Approval
from core.authorization.capabilities import Capability
from core.client_info import ClientInfo
from core.dates import today
from loans.enums import LoanEventType, LoanStatus
from loans.exceptions import NotActive
from loans.services.postings import Moved, add_event, audit, lock_for_staff, post
from transactions.enums import TransactionType
from transactions.ledger.posting import PostingLine
from users.models import User


def write_off_loan(
    *, actor: User, loan_id: int, reason: str, client: ClientInfo, approval: Approval = NO_APPROVAL
) -> Moved:
    """Writes off the remaining principal. Staff with a second factor must have confirmed it.

    Raises NotFound, PermissionDenied (one's own), NotActive, ConfirmationRequired, ConfirmationRefused.
    """
    loan, day = lock_for_staff(actor, loan_id, Capability.WRITE_OFF_LOAN), today()
    if loan.status != LoanStatus.ACTIVE:  # guard: loan-written-off-once
        raise NotActive
    lost = loan.outstanding_principal
    if not lost:  # an interest payment was reversed after the payoff  # guard: loan-principal-left
        raise NotActive(gettext("No principal is left to write off."))
    approval.require(actor)  # guard: write-off-step-up
    legs = [
        PostingLine(bank_account(AccountType.LOANS_RECEIVABLE), lost),
        PostingLine(bank_account(AccountType.WRITE_OFFS), -lost),
    ]
    written = post(TransactionType.LOAN_WRITE_OFF, loan, lost, legs, actor, day, description=reason)
    loan.status, loan.write_off, loan.closed_at = LoanStatus.WRITTEN_OFF, written, written.booked_at
    loan.save(update_fields=["status", "write_off", "closed_at"])
    add_event(loan, written, LoanEventType.WRITE_OFF, day, 0, None)
    increment_open_loans(loan.account_id, by=-1)
    audit(Event.LOAN_WRITTEN_OFF, loan, written, actor, client, reason=reason)
    return loan, written
