"""Disburses, repays and writes off loans, with their postings in the same transaction.

Call these through `core.idempotency.service.run_once`. The loan's row is locked first, then accounts, as everywhere.
"""

from itertools import accumulate

from django.db.models import prefetch_related_objects

from accounts.enums import AccountType
from accounts.models import Account
from accounts.selectors import account_visible_to
from accounts.services import bank_account, increment_open_loans, till_of
from audit.events import Event
from audit.services import record
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.client_info import ClientInfo
from core.exceptions import NotFound, PermissionDenied
from loans.debts import Paid, allocate
from loans.domain.schedule import Instalment
from loans.enums import LoanStatus
from loans.exceptions import AlreadyDecided, NotActive, NotApproved, Overpayment
from loans.models import DueInstalment, Loan, Repayment
from loans.selectors import debt_of, loan_to_change, paid_of, rows_of, schedule_for, terms_of
from transactions.enums import TransactionType
from transactions.ledger import posting as ledger
from transactions.ledger.posting import Posting, PostingLine
from transactions.models import Transaction
from transactions.payments.limits import check_cashier_limit
from users.models import User

Moved = tuple[Loan, Transaction]


def disburse_loan(*, actor: User, loan_id: int, client: ClientInfo) -> Moved:
    """Pays an approved loan into its account, and fixes its schedule from today.

    Raises NotFound, PermissionDenied (one's own), NotApproved, AlreadyDecided, AccountClosed, InstalmentTooSmall.
    """
    loan = _served(actor, loan_id, Capability.DISBURSE_LOAN)
    if loan.status == LoanStatus.APPLIED:
        raise NotApproved
    if loan.status != LoanStatus.APPROVED:  # guard: loan-disbursed-once
        raise AlreadyDecided
    receivable = bank_account(AccountType.LOANS_RECEIVABLE)
    legs = [PostingLine(loan.account, loan.amount), PostingLine(receivable, -loan.amount)]
    written = _post(TransactionType.LOAN_DISBURSEMENT, loan, loan.amount, legs, actor, to_account=loan.account)
    loan.status, loan.disbursed_at, loan.disbursement = LoanStatus.ACTIVE, written.booked_at, written
    loan.save(update_fields=["status", "disbursed_at", "disbursement"])
    _write_schedule(loan, schedule_for(terms_of(loan, loan.amount, loan.term_months, written.booked_at.date())))
    increment_open_loans(loan.account_id, by=+1)
    _audit(Event.LOAN_DISBURSED, loan, written, actor, client)
    return loan, written


def repay_loan(*, actor: User, loan_id: int, amount: int, from_number: str | None, client: ClientInfo) -> Moved:
    """Repays a loan: by a member from an account of their own (by default the loan's), by staff in cash or from the
    borrower's account. The amount that settles the loan today ends it.

    Raises NotFound, PermissionDenied (staff on their own), NotActive, Overpayment, LimitExceeded (a cashier's limit
    for one payment in cash), AccountClosed, AccountFrozen, InsufficientFunds.
    """
    in_cash = from_number is None and has_capability(actor, Capability.TAKE_LOAN_REPAYMENT)
    loan = _loan_to_repay(actor, loan_id)
    debt = debt_of(loan)
    if debt is None:
        raise NotActive
    paid = _divide(loan, amount, debt.settlement)
    source = None if in_cash else _source(actor, loan, from_number)
    if source is None:
        check_cashier_limit(actor, amount, loan.currency)
    legs = [
        PostingLine(source or till_of(actor), -amount),
        PostingLine(bank_account(AccountType.LOANS_RECEIVABLE), paid.principal),
        PostingLine(bank_account(AccountType.INTEREST_INCOME), paid.interest),
    ]
    written = _post(TransactionType.LOAN_REPAYMENT, loan, amount, legs, actor, from_account=source)
    Repayment.objects.create(loan=loan, transaction=written, principal=paid.principal, interest=paid.interest)
    loan.principal_paid += paid.principal
    loan.interest_paid += paid.interest
    if amount == debt.settlement:
        loan.status, loan.closed_at = LoanStatus.REPAID, written.booked_at
        increment_open_loans(loan.account_id, by=-1)
    loan.save(update_fields=["principal_paid", "interest_paid", "status", "closed_at"])
    _audit(Event.LOAN_REPAYMENT_POSTED, loan, written, actor, client)
    return loan, written


def write_off_loan(*, actor: User, loan_id: int, reason: str, client: ClientInfo) -> Moved:
    """Writes off the remaining principal. Raises NotFound, PermissionDenied (one's own), NotActive."""
    loan = _served(actor, loan_id, Capability.WRITE_OFF_LOAN)
    if loan.status != LoanStatus.ACTIVE:  # guard: loan-written-off-once
        raise NotActive
    lost = loan.outstanding_principal
    if not lost:  # an interest payment was reversed after the payoff  # guard: loan-principal-left
        raise NotActive("No principal is left to write off.")
    legs = [
        PostingLine(bank_account(AccountType.LOANS_RECEIVABLE), lost),
        PostingLine(bank_account(AccountType.WRITE_OFFS), -lost),
    ]
    written = _post(TransactionType.LOAN_WRITE_OFF, loan, lost, legs, actor, description=reason)
    loan.status, loan.write_off, loan.closed_at = LoanStatus.WRITTEN_OFF, written, written.booked_at
    loan.save(update_fields=["status", "write_off", "closed_at"])
    increment_open_loans(loan.account_id, by=-1)
    _audit(Event.LOAN_WRITTEN_OFF, loan, written, actor, client, reason=reason)
    return loan, written


def _served(actor: User, loan_id: int, capability: Capability) -> Loan:
    """A loan of another person, for staff; locked."""
    require_capability(actor, capability)
    loan = loan_to_change(actor, loan_id)
    if loan.borrower_id == actor.pk:
        raise PermissionDenied("Staff cannot process transactions on their own loan.")
    return loan


def _loan_to_repay(actor: User, loan_id: int) -> Loan:
    """A member's own loan, or for staff one of another person; locked."""
    if has_capability(actor, Capability.TAKE_LOAN_REPAYMENT):
        loan = _served(actor, loan_id, Capability.TAKE_LOAN_REPAYMENT)
    else:
        require_capability(actor, Capability.REPAY_OWN_LOAN)
        loan = loan_to_change(actor, loan_id)
    prefetch_related_objects([loan], "instalments")  # for the debt, the allocation and the response
    return loan


def _divide(loan: Loan, amount: int, settlement: int) -> Paid:
    """Divides an amount into principal and interest. Raises Overpayment for more than settles the loan today."""
    if amount > settlement:
        enough = loan.money(settlement)
        raise Overpayment(
            f"{enough} {loan.currency} would settle this loan today.", details={"settlement_amount": enough}
        )
    if amount < settlement:
        return allocate(rows_of(loan), paid_of(loan), amount)
    left = loan.outstanding_principal
    return Paid(left, amount - left)


def _source(actor: User, loan: Loan, number: str | None) -> Account:
    """The account of the borrower that pays: the loan's, unless a number is given. Raises NotFound."""
    if number is None:
        return loan.account
    account = account_visible_to(actor, number)
    if account.owner_id != loan.borrower_id:
        raise NotFound
    return account


def _post(
    kind: TransactionType,
    loan: Loan,
    amount: int,
    legs: list[PostingLine],
    actor: User,
    *,
    from_account: Account | None = None,
    to_account: Account | None = None,
    description: str = "",
) -> Transaction:
    legs = [leg for leg in legs if leg.change]
    # The loan's account too: its row counts the active loans, and rows are locked in one order.
    locked = ledger.lock([*(leg.account for leg in legs), loan.account])
    ledger.validate(locked, legs)
    posting = Posting(
        kind=kind,
        amount=amount,
        legs=legs,
        created_by_id=actor.pk,
        description=description or f"Loan {loan.pk}",
        from_account=from_account,
        to_account=to_account,
    )
    return ledger.post(posting, locked)


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


def _audit(event: Event, loan: Loan, written: Transaction, actor: User, client: ClientInfo, **details: str) -> None:
    record(
        event,
        client=client,
        user_id=loan.borrower_id,
        actor_id=actor.pk,
        loan=loan.pk,
        transaction=written.pk,
        amount=written.money(),
        currency=written.currency,
        **details,
    )
