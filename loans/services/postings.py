"""What all postings of a loan share: locks, ledger lines, the row of the position after it, the audit event."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext

from accounts.models import Account
from accounts.selectors import account_visible_to
from accounts.services import till_of
from audit.events import Event
from audit.services import record
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.client_info import ClientInfo
from core.exceptions import NotFound, PermissionDenied
from loans.enums import LoanEventType
from loans.models import Loan, LoanEvent
from loans.selectors import lock_loan
from transactions.enums import TransactionType
from transactions.ledger import posting as ledger
from transactions.ledger.posting import Posting, PostingLine
from transactions.models import Transaction
from transactions.payments.limits import check_cashier_limit
from users.models import User

Moved = tuple[Loan, Transaction]


def lock_for_staff(actor: User, loan_id: int, capability: Capability) -> Loan:
    """A loan of another person, locked. Raises NotFound, and PermissionDenied for one's own."""
    require_capability(actor, capability)
    loan = lock_loan(actor, loan_id)
    forbid_own_loan(actor, loan)
    return loan


def forbid_own_loan(actor: User, loan: Loan) -> None:
    """Raises PermissionDenied for a loan of the actor's: a cashier who was a member before may still have one."""
    if loan.borrower_id == actor.pk:
        raise PermissionDenied(gettext("Staff cannot process transactions on their own loan."))


def account_of_borrower(actor: User, loan: Loan, number: str) -> Account:
    """The borrower's account with this number, if the actor may see it. Raises NotFound."""
    account = account_visible_to(actor, number)
    if account.owner_id != loan.borrower_id:
        raise NotFound
    return account


def funding_account(actor: User, loan: Loan, number: str | None, amount: int) -> Account:
    """Where a payment comes from: for staff the till, unless a number is given; for members the loan's account.

    A number must be that of an account of the borrower. Raises NotFound, and LimitExceeded for more cash than a cashier
    may take.
    """
    if number is not None:
        return account_of_borrower(actor, loan, number)
    if has_capability(actor, Capability.TAKE_LOAN_REPAYMENT):
        check_cashier_limit(actor, amount, loan.currency)
        return till_of(actor)
    return loan.account


def post(
    kind: TransactionType,
    loan: Loan,
    amount: int,
    legs: list[PostingLine],
    actor: User,
    day: date,
    *,
    description: str = "",
    approve: Callable[[], None] = lambda: None,
) -> Transaction:
    """Posts a transaction of a loan. Raises the errors of `ledger.validate`.

    `approve` is called after the checks and before the first write; it raises where a confirmation is missing.
    The loan's account is locked too: its row counts the active loans, and rows are locked in one order.
    """
    legs = [leg for leg in legs if leg.change]
    locked = ledger.lock([*(leg.account for leg in legs), loan.account])
    ledger.validate(locked, legs)
    approve()
    posting = Posting(
        kind=kind,
        amount=amount,
        legs=legs,
        created_by_id=actor.pk,
        description=description or f"Loan {loan.pk}",
        from_account=_payer(legs),
        to_account=loan.account if kind == TransactionType.LOAN_DISBURSEMENT else None,
        value_date=day,
    )
    return ledger.post(posting, locked)


def add_event(
    loan: Loan, written: Transaction, kind: LoanEventType, day: date, outstanding: int, oldest_due: date | None
) -> LoanEvent:
    """Writes the position of a loan after a posting that is not a repayment."""
    return LoanEvent.objects.create(
        loan=loan,
        transaction=written,
        type=kind,
        amount=written.amount,
        product_name=loan.product.name,
        booked_at=written.booked_at,
        day=day,
        outstanding=outstanding,
        oldest_due=oldest_due,
    )


def audit(event: Event, loan: Loan, written: Transaction, actor: User, client: ClientInfo, **details: str) -> None:
    """Records a posting of a loan."""
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


def _payer(legs: list[PostingLine]) -> Account | None:
    """The customer's account that pays; None where the bank or a till does."""
    return next((leg.account for leg in legs if leg.change < 0 and leg.account.is_customer_account), None)
