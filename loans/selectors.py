"""Reads loans: the access-checked query, schedules and debts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from core.authorization.capabilities import Capability, has_capability
from core.clock import now
from core.db.filters import filter_given
from core.exceptions import InvalidRequest, NotFound
from core.money import MAX_MINOR
from loans.debts import Paid, Standing, days_late, oldest_unpaid, settlement
from loans.domain.day_count import add_months
from loans.domain.schedule import DoesNotAmortise, Instalment, schedule_of
from loans.domain.terms import Terms
from loans.enums import DayCount, LoanStatus, Method
from loans.exceptions import InstalmentTooSmall
from loans.models import Conditions, Loan, Product
from transactions.exceptions import BalanceTooLarge
from users.email_normalization import normalize_email
from users.models import User

RELATED = ("product", "borrower", "account")


@dataclass(frozen=True)
class Debt:
    """The debt of an active loan on a day; amounts in minor units."""

    settlement: int
    days_late: int
    next_due: Standing | None


def find_products(*, is_active: bool | None) -> QuerySet[Product]:
    """All products, or the active ones, or the inactive ones."""
    return Product.objects.all() if is_active is None else Product.objects.filter(is_active=is_active)


def product_of(product_id: int) -> Product:
    """One product. Raises NotFound."""
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise NotFound
    return product


def product_offered(product_id: int) -> Product:
    """An active product. Raises InvalidRequest."""
    product = Product.objects.filter(pk=product_id, is_active=True).first()
    if product is None:
        raise InvalidRequest(product="Product not available.")
    return product


def product_to_change(product_id: int) -> Product:
    """One product, locked. Raises NotFound."""
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise NotFound
    return product


def loans_visible_to(actor: User) -> QuerySet[Loan]:
    """With the capability all loans, otherwise one's own."""
    loans = Loan.objects.select_related(*RELATED).prefetch_related("instalments")
    if has_capability(actor, Capability.VIEW_ALL_LOANS):
        return loans
    return loans.filter(borrower=actor) if has_capability(actor, Capability.VIEW_OWN_RECORDS) else loans.none()


def loan_visible_to(actor: User, loan_id: int) -> Loan:
    """One visible loan. Raises NotFound."""
    loan = loans_visible_to(actor).filter(pk=loan_id).first()
    if loan is None:
        raise NotFound
    return loan


def loan_to_change(actor: User, loan_id: int) -> Loan:
    """One visible loan, locked: of several decisions at once, only one finds it undecided. Raises NotFound."""
    visible = loans_visible_to(actor).prefetch_related(None).filter(pk=loan_id).first()
    if visible is None:
        raise NotFound
    # Without joins, which would lock other rows too.
    loan = Loan.objects.select_for_update().get(pk=loan_id)  # guard: loan-lock
    for name in RELATED:
        setattr(loan, name, getattr(visible, name))
    return loan


def open_applications(borrower: User) -> int:
    """How many of a member's applications wait for a decision. One that is approved has been decided."""
    return Loan.objects.filter(borrower=borrower, status=LoanStatus.APPLIED).count()


def count_waiting_applications(before: datetime) -> int:
    """How many applications were made before a moment and not decided or closed before it."""
    undecided = _not_ended("decided_at", before) & _not_ended("closed_at", before)
    return Loan.objects.filter(undecided, applied_at__lt=before).count()


def find_loans(
    actor: User, *, status: str | None, borrower: int | None, product: int | None, search: str
) -> QuerySet[Loan]:
    """The visible loans that match; `search` looks into purpose and borrower."""
    loans = filter_given(loans_visible_to(actor), status=status, borrower_id=borrower, product_id=product)
    if search:
        loans = loans.filter(
            Q(purpose_folded__finds=search)
            | Q(borrower__full_name_folded__finds=search)
            | Q(borrower__email__contains=normalize_email(search))
        )
    return loans


def paid_of(loan: Loan) -> Paid:
    """The sums that have been paid."""
    return Paid(loan.principal_paid, loan.interest_paid)


def rows_of(loan: Loan) -> list[Instalment]:
    """The schedule of the disbursement, or of a disbursement today if there was none.

    Raises InstalmentTooSmall for the latter.
    """
    rows = [
        Instalment(row.number, row.due_date, row.principal, row.interest, row.balance_after)
        for row in loan.instalments.all()
    ]
    return rows or schedule_for(terms_of(loan, loan.amount, loan.term_months))


def schedule_for(terms: Terms) -> list[Instalment]:
    """The schedule of these terms. Raises InstalmentTooSmall, and BalanceTooLarge for more than an account can hold."""
    try:
        rows = schedule_of(terms)
    except DoesNotAmortise as exc:
        raise InstalmentTooSmall from exc
    if sum(row.total for row in rows) > MAX_MINOR:
        raise BalanceTooLarge("Total payable exceeds the maximum amount.")
    return rows


def terms_of(
    conditions: Conditions,
    amount: int,
    term_months: int,
    disbursed_on: date | None = None,
    first_due_date: date | None = None,
) -> Terms:
    """Terms under these conditions: by default disbursed today and first due a month later."""
    disbursed_on = disbursed_on or now().date()
    return Terms(
        amount=amount,
        annual_rate=conditions.annual_rate,
        term_months=term_months,
        method=Method(conditions.method),
        day_count=DayCount(conditions.day_count),
        instalment_multiple=conditions.instalment_multiple,
        principal_grace_months=conditions.principal_grace_months,
        disbursed_on=disbursed_on,
        first_due_date=first_due_date or add_months(disbursed_on, 1),
        anchor_day=first_due_date.day if first_due_date else disbursed_on.day,
    )


def debt_of(loan: Loan) -> Debt | None:
    """The debt of an active loan today; None for any other loan."""
    if loan.status != LoanStatus.ACTIVE or loan.disbursed_at is None:  # guard: loan-runs
        return None
    rows, paid, today = rows_of(loan), paid_of(loan), now().date()
    terms = terms_of(loan, loan.amount, loan.term_months, loan.disbursed_at.date(), rows[0].due_date)
    return Debt(settlement(terms, rows, paid, today), days_late(rows, paid, today), oldest_unpaid(rows, paid))


def _not_ended(field: str, before: datetime) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": before})
