"""Applications, and decisions on them. Each is decided once: the decision is made on the locked row."""

from datetime import date

from django.utils.translation import gettext, ngettext

from accounts.enums import Status
from accounts.exceptions import AccountClosed
from accounts.selectors import lock_accounts_of
from accounts.unknown_numbers import count_unknown_number
from audit.events import Event
from audit.services import record
from core.authorization.capabilities import Capability, has_capability, require_capability
from core.client_info import ClientInfo
from core.clock import now
from core.dates import today
from core.db.transactions import atomic_with_retry
from core.exceptions import InvalidRequest, PermissionDenied
from loans.domain.schedule import Instalment
from loans.domain.terms import Terms
from loans.enums import LoanStatus
from loans.exceptions import AlreadyDecided
from loans.models import Conditions, Loan, Product
from loans.selectors import loan_to_change, open_applications, product_offered, schedule_for, terms_of
from transactions.exceptions import LimitExceeded
from users.models import User

MAX_OPEN_APPLICATIONS = 5  # of one member; managers must read each
MAX_FIRST_PERIOD = 62  # days
_COPIED = [field.name for field in Conditions._meta.get_fields()]


def quote(*, product_id: int, terms: dict[str, object]) -> tuple[Product, Terms, list[Instalment]]:
    """What a loan would cost: `amount` in minor units, `term_months`, and the two dates or None.

    Raises InvalidRequest (product not available, or out of its bounds), InstalmentTooSmall.
    """
    product = product_offered(product_id)
    asked = terms_of(product, **terms)  # type: ignore[arg-type]  # as the serializer validated them
    _check_bounds(product, asked.amount, asked.term_months)
    if asked.first_due_date <= asked.disbursed_on:
        raise InvalidRequest(first_due_date=gettext("Must be after the disbursement."))
    return product, asked, schedule_for(asked)


@atomic_with_retry
def apply_for_loan(
    *,
    actor: User,
    product_id: int,
    amount: int,
    term_months: int,
    purpose: str,
    number: str,
    client: ClientInfo,
    first_due_date: date | None = None,
) -> Loan:
    """A member's application, for an account of their own.

    Raises PermissionDenied, InvalidRequest, InstalmentTooSmall, AccountClosed, LimitExceeded for a member of whose
    applications `MAX_OPEN_APPLICATIONS` wait for a decision, and Throttled for one who has named too many unknown
    accounts.
    """
    require_capability(actor, Capability.APPLY_FOR_LOAN)
    product = product_offered(product_id)
    _check_bounds(product, amount, term_months)
    _check_first_due_date(first_due_date)
    schedule_for(terms_of(product, amount, term_months, first_due_date=first_due_date))
    account = next((account for account in lock_accounts_of(actor) if account.number == number), None)
    if account is None:
        count_unknown_number(actor)
        raise InvalidRequest(account=gettext("Account not found."))
    if account.status == Status.CLOSED:
        raise AccountClosed
    if open_applications(actor) >= MAX_OPEN_APPLICATIONS:  # guard: open-applications
        raise LimitExceeded(
            ngettext(
                "You have %(count)s application that is not decided yet. Please wait for a decision or cancel it.",
                "You have %(count)s applications that are not decided yet. Please wait for a decision or cancel one.",
                MAX_OPEN_APPLICATIONS,
            )
            % {"count": MAX_OPEN_APPLICATIONS},
            details={"limit": str(MAX_OPEN_APPLICATIONS), "left": "0"},
        )
    loan = Loan.objects.create(
        product=product,
        borrower=actor,
        account=account,
        amount=amount,
        term_months=term_months,
        purpose=purpose,
        first_due_date=first_due_date,
        **{name: getattr(product, name) for name in _COPIED},
    )
    _audit(Event.LOAN_APPLIED, loan, actor, client, amount=loan.money(amount))
    return loan


@atomic_with_retry
def approve_loan(*, actor: User, loan_id: int, note: str, client: ClientInfo) -> Loan:
    """By a manager, not of their own. Raises NotFound, PermissionDenied, AlreadyDecided."""
    return _decide(actor, loan_id, LoanStatus.APPROVED, Event.LOAN_APPROVED, note, client)


@atomic_with_retry
def reject_loan(*, actor: User, loan_id: int, reason: str, client: ClientInfo) -> Loan:
    """By a manager, not of their own. Raises NotFound, PermissionDenied, AlreadyDecided."""
    return _decide(actor, loan_id, LoanStatus.REJECTED, Event.LOAN_REJECTED, reason, client)


@atomic_with_retry
def cancel_loan(*, actor: User, loan_id: int, client: ClientInfo) -> Loan:
    """Taken back before it is paid out, by the member, or by a manager.

    Raises PermissionDenied, NotFound, AlreadyDecided.
    """
    if not has_capability(actor, Capability.DECIDE_ON_LOAN):
        require_capability(actor, Capability.APPLY_FOR_LOAN)
    loan = loan_to_change(actor, loan_id)
    if loan.status not in {LoanStatus.APPLIED, LoanStatus.APPROVED}:
        raise AlreadyDecided
    loan.status, loan.closed_at = LoanStatus.CANCELLED, now()
    loan.save(update_fields=["status", "closed_at"])
    _audit(Event.LOAN_CANCELLED, loan, actor, client)
    return loan


def _decide(actor: User, loan_id: int, status: LoanStatus, event: Event, note: str, client: ClientInfo) -> Loan:
    require_capability(actor, Capability.DECIDE_ON_LOAN)
    loan = loan_to_change(actor, loan_id)
    if loan.borrower_id == actor.pk:
        raise PermissionDenied(gettext("Staff cannot decide on their own loan."))
    if loan.status != LoanStatus.APPLIED:  # guard: loan-decided-once
        raise AlreadyDecided
    loan.status, loan.decided_at, loan.decided_by, loan.decision_note = status, now(), actor, note
    if status == LoanStatus.REJECTED:
        loan.closed_at = loan.decided_at
    loan.save(update_fields=["status", "decided_at", "decided_by", "decision_note", "closed_at"])
    _audit(event, loan, actor, client, note=note)
    return loan


def _check_bounds(product: Product, amount: int, term_months: int) -> None:
    if not product.min_amount <= amount <= product.max_amount:
        least, most = product.money(product.min_amount), product.money(product.max_amount)
        raise InvalidRequest(amount=_between(least, most))
    if not product.min_term_months <= term_months <= product.max_term_months:
        shortest, longest = product.min_term_months, product.max_term_months
        raise InvalidRequest(term_months=_between(shortest, longest))


def _between(least: str | int, most: str | int) -> str:
    return gettext("Must be between %(least)s and %(most)s.") % {"least": least, "most": most}


def _check_first_due_date(day: date | None) -> None:
    """It is 1 to 62 days after the disbursement: with any disbursement before it, if it is at most 62 from today."""
    if day is not None and not 1 <= (day - today()).days <= MAX_FIRST_PERIOD:
        text = ngettext(
            "Must be 1 to %(most)s day from today.", "Must be 1 to %(most)s days from today.", MAX_FIRST_PERIOD
        )
        raise InvalidRequest(first_due_date=text % {"most": MAX_FIRST_PERIOD})


def _audit(event: Event, loan: Loan, actor: User, client: ClientInfo, **details: str) -> None:
    record(event, client=client, user_id=loan.borrower_id, actor_id=actor.pk, loan=loan.pk, **details)
