"""Reads loans: the access-checked query, schedules and debts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext

from accounts.models import Account
from accounts.selectors import field_of_account
from core.authorization.capabilities import Capability, has_capability
from core.dates import bank_day, today
from core.db.filters import filter_given
from core.exceptions import InvalidRequest, NotFound
from core.money import MAX_MINOR
from loans.domain.day_count import add_months
from loans.domain.payments import Split
from loans.domain.payoff import payoff
from loans.domain.running_loan import Row
from loans.domain.schedule import DoesNotAmortise, Instalment, schedule_of
from loans.domain.terms import Terms
from loans.enums import LoanEventType, LoanStatus
from loans.exceptions import InstalmentTooSmall, NotActive
from loans.models import Conditions, Loan, LoanEvent, Product, Repayment
from loans.rows import LoanRows, read_rows
from loans.state import Debt, LoanState, debt_on, expected_rows
from transactions.exceptions import BalanceTooLarge
from users.email_normalization import normalize_email
from users.models import User
from users.selectors import name_of

RELATED = ("product", "borrower", "account")


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
        raise InvalidRequest(product=gettext("Product not available."))
    return product


def product_to_change(product_id: int) -> Product:
    """One product, locked. Raises NotFound."""
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise NotFound
    return product


def loans_visible_to(actor: User) -> QuerySet[Loan]:
    """With the capability all loans, otherwise one's own."""
    return _visible(actor, Loan.objects.select_related(*RELATED))


def _visible(actor: User, loans: QuerySet[Loan]) -> QuerySet[Loan]:
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
    visible = loans_visible_to(actor).filter(pk=loan_id).first()
    if visible is None:
        raise NotFound
    # Without joins, which would lock other rows too.
    loan = Loan.objects.select_for_update().get(pk=loan_id)  # guard: loan-lock
    for name in RELATED:
        setattr(loan, name, getattr(visible, name))
    return loan


def lock_loan(actor: User, loan_id: int) -> Loan:
    """One visible loan for a posting, locked, with its rows; its account is locked and read by the ledger.

    Names come from subqueries, because a join would lock the rows of the product and the borrower too. Raises NotFound.
    """
    names = {
        "product_name": Subquery(Product.objects.filter(pk=OuterRef("product_id")).values("name")),
        "borrower_name": name_of(OuterRef("borrower_id")),
        "account_number": field_of_account("number", OuterRef("account_id")),
        "account_type": field_of_account("type", OuterRef("account_id")),
    }
    visible = _visible(actor, Loan.objects.annotate(**names)).filter(pk=loan_id)
    loan = visible.select_for_update().first()  # guard: loan-posting-lock
    if loan is None:
        raise NotFound
    read = loan.__dict__
    loan.product = Product(pk=loan.product_id, name=read["product_name"])
    loan.borrower = User(pk=loan.borrower_id, full_name=read["borrower_name"])
    facts = {"number": read["account_number"], "type": read["account_type"], "currency": loan.currency}
    loan.account = Account(pk=loan.account_id, owner_id=loan.borrower_id, **facts)
    load_states([loan])
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


def load_states(loans: Sequence[Loan]) -> None:
    """Reads the rows of all these loans in one statement, and attaches its `state` to each."""
    rows = read_rows([loan.pk for loan in loans])
    for loan in loans:
        loan.__dict__["state"] = LoanState(loan, rows.get(loan.pk, LoanRows()))


def with_states(loans: QuerySet[Loan]) -> list[Loan]:
    """The loans of a query, each with its state."""
    found = list(loans)
    load_states(found)
    return found


def state_of(loan: Loan) -> LoanState:
    """The state of a loan; read now where `load_states` has not read it."""
    if "state" not in loan.__dict__:
        load_states([loan])
    state: LoanState = loan.__dict__["state"]
    return state


def schedule_on(loan: Loan, day: date) -> list[Row]:
    """The schedule on a day, or of a disbursement on that day if there was none. Raises InstalmentTooSmall."""
    state = state_of(loan)
    if state.rows.instalments:
        return state.on(min(day, _last_day(loan) or day)).rows()
    return expected_rows(schedule_for(terms_of(loan, loan.amount, loan.term_months, day, loan.first_due_date)))


def schedule_for(terms: Terms) -> list[Instalment]:
    """The schedule of these terms. Raises InstalmentTooSmall, and BalanceTooLarge for more than an account can hold."""
    try:
        rows = schedule_of(terms)
    except DoesNotAmortise as exc:
        raise InstalmentTooSmall from exc
    if sum(row.total for row in rows) > MAX_MINOR:
        raise BalanceTooLarge(gettext("Total payable exceeds the maximum amount."))
    return rows


def terms_of(
    conditions: Conditions,
    amount: int,
    term_months: int,
    disbursed_on: date | None = None,
    first_due_date: date | None = None,
) -> Terms:
    """Terms under these conditions: by default disbursed today and first due a month later."""
    disbursed_on = disbursed_on or today()
    return Terms(
        amount=amount,
        annual_rate=conditions.annual_rate,
        term_months=term_months,
        method=conditions.method,
        day_count=conditions.day_count,
        instalment_multiple=conditions.instalment_multiple,
        principal_grace_months=conditions.principal_grace_months,
        disbursed_on=disbursed_on,
        first_due_date=first_due_date or add_months(disbursed_on, 1),
        anchor_day=first_due_date.day if first_due_date else disbursed_on.day,
        prepayment=conditions.prepayment,
        overdue_interest=conditions.overdue_interest,
        late_fee=conditions.late_fee,
        late_fee_after_days=conditions.late_fee_after_days,
        disbursement_fee=conditions.disbursement_fee,
    )


def debt_of(loan: Loan, day: date | None = None) -> Debt | None:
    """The debt of an active loan on a day, by default today; None for any other loan."""
    state = state_of(loan)
    return debt_on(state.on(day or today())) if state.is_active else None


def payoff_on(loan: Loan, day: date) -> Split:
    """What settles an active loan on a day. Raises NotActive, and InvalidRequest for a day before the disbursement."""
    state = state_of(loan)
    if not state.is_active:
        raise NotActive
    if day < state.disbursed_on:
        raise InvalidRequest(on=gettext("Must not be before the disbursement."))
    return payoff(state.on(day))


def recovered_amount(loan: Loan) -> int:
    """What has been recovered of a loan written off."""
    recoveries = LoanEvent.objects.filter(loan=loan, type=LoanEventType.RECOVERY, transaction__reversed_by=None)
    return recoveries.aggregate(sum=Sum("amount"))["sum"] or 0


def recoverable_amount(loan: Loan) -> int:
    """What may still be recovered of a loan written off: the principal that was lost."""
    return loan.amount - loan.principal_paid - recovered_amount(loan)


def payments_of(loan: Loan) -> QuerySet[Repayment]:
    """The payments of a loan that are not reversed."""
    found = Repayment.objects.filter(loan=loan, transaction__reversed_by=None)
    return found.select_related("loan", "transaction")


def _last_day(loan: Loan) -> date | None:
    """The day on which a loan was written off."""
    return bank_day(loan.closed_at) if loan.status == LoanStatus.WRITTEN_OFF and loan.closed_at else None


def _not_ended(field: str, before: datetime) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": before})
