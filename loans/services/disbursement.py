"""Disburses loans, with their fee, in the transaction of the posting.

Call it through `core.idempotency.service.run_once`. The loan's row is locked first, then accounts, as everywhere.
"""

from datetime import date
from itertools import accumulate

from django.conf import settings

from accounts.enums import AccountType
from accounts.services import bank_account, increment_open_loans
from audit.events import Event
from core.authorization.capabilities import Capability
from core.client_info import ClientInfo
from core.dates import today
from loans.domain.schedule import Instalment
from loans.enums import LoanEventType, LoanStatus
from loans.exceptions import AlreadyDecided, FirstDueDatePassed, NotApproved, SecondPersonRequired
from loans.models import DueInstalment, Loan
from loans.rows import LoanRows
from loans.selectors import schedule_for, state_of, terms_of
from loans.services.postings import Moved, add_event, audit, lock_for_staff, post
from transactions.enums import TransactionType
from transactions.ledger.posting import PostingLine
from transactions.models import Transaction
from users.models import User


def disburse_loan(*, actor: User, loan_id: int, client: ClientInfo) -> Moved:
    """Pays an approved loan into its account, less its fee, and fixes its schedule from today.

    Raises NotFound, PermissionDenied (one's own), NotApproved, AlreadyDecided, SecondPersonRequired,
    FirstDueDatePassed, AccountClosed, AccountFrozen (for a fee), InstalmentTooSmall.
    """
    loan, day = lock_for_staff(actor, loan_id, Capability.DISBURSE_LOAN), today()
    _check_disbursable(loan, actor, day)
    rows = schedule_for(terms_of(loan, loan.amount, loan.term_months, day, loan.first_due_date))
    receivable = bank_account(AccountType.LOANS_RECEIVABLE)
    legs = [PostingLine(loan.account, loan.amount), PostingLine(receivable, -loan.amount)]
    kind = TransactionType.LOAN_DISBURSEMENT
    written = post(kind, loan, loan.amount, legs, actor, day)
    loan.status, loan.disbursed_at, loan.disbursed_on = LoanStatus.ACTIVE, written.booked_at, day
    loan.disbursement = written
    add_event(loan, written, LoanEventType.DISBURSEMENT, day, loan.amount, _oldest_due(rows))
    if loan.disbursement_fee:
        loan.fee = _deduct_fee(loan, actor, day, _oldest_due(rows))
    loan.save(update_fields=["status", "disbursed_at", "disbursed_on", "disbursement", "fee"])
    _write_schedule(loan, rows)
    state_of(loan).rows = LoanRows(instalments=rows)
    increment_open_loans(loan.account_id, by=+1)
    fee = {"fee": loan.money(loan.disbursement_fee)} if loan.fee else {}
    audit(Event.LOAN_DISBURSED, loan, written, actor, client, **fee)
    return loan, written


def _check_disbursable(loan: Loan, actor: User, day: date) -> None:
    if loan.status == LoanStatus.APPLIED:
        raise NotApproved
    if loan.status != LoanStatus.APPROVED:  # guard: loan-disbursed-once
        raise AlreadyDecided
    if settings.LOAN_FOUR_EYES and loan.decided_by_id == actor.pk:
        raise SecondPersonRequired
    if loan.first_due_date is not None and loan.first_due_date <= day:
        raise FirstDueDatePassed


def _deduct_fee(loan: Loan, actor: User, day: date, oldest_due: date | None) -> Transaction:
    fee = loan.disbursement_fee
    legs = [PostingLine(loan.account, -fee), PostingLine(bank_account(AccountType.FEE_INCOME), fee)]
    text = f"Fee of loan {loan.pk}"
    written = post(TransactionType.FEE, loan, fee, legs, actor, day, description=text)
    add_event(loan, written, LoanEventType.FEE, day, loan.amount, oldest_due)
    return written


def _oldest_due(rows: list[Instalment]) -> date | None:
    return next((row.due_date for row in rows if row.total), None)


def _write_schedule(loan: Loan, rows: list[Instalment]) -> None:
    principal = accumulate(row.principal for row in rows)
    interest = accumulate(row.interest for row in rows)
    DueInstalment.objects.bulk_create(
        DueInstalment(
            loan=loan,
            number=row.number,
            due_date=row.due_date,
            principal=row.principal,
            interest=row.interest,
            balance_after=row.balance_after,
            principal_due=principal_due,
            interest_due=interest_due,
        )
        for row, principal_due, interest_due in zip(rows, principal, interest, strict=True)
    )
