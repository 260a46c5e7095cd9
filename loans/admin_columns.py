"""Columns of loans, their instalments and their postings on the staff site."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from core.admin.columns import (
    BAD,
    GOOD,
    INFO,
    NEUTRAL,
    NOTHING,
    WARNING,
    account_column,
    account_text,
    amount_column,
    badge,
    badge_column,
    column,
    link_text,
    person_column,
    person_text,
    two_lines,
)
from core.dates import today
from core.money import to_display_text
from loans.domain.running_loan import Row
from loans.enums import LoanEventType, LoanStatus, RowStatus
from loans.models import DueInstalment, Loan, LoanEvent, Product, Repayment
from loans.selectors import debt_of, load_states, schedule_on
from loans.state import row_status
from transactions.admin_columns import status_text

LOAN_LOOKS: dict[str, str] = {
    LoanStatus.APPLIED: INFO,
    LoanStatus.APPROVED: INFO,
    LoanStatus.REJECTED: NEUTRAL,
    LoanStatus.CANCELLED: NEUTRAL,
    LoanStatus.ACTIVE: GOOD,
    LoanStatus.REPAID: NEUTRAL,
    LoanStatus.WRITTEN_OFF: BAD,
}
ROW_LOOKS = {RowStatus.PAID: GOOD, RowStatus.LATE: BAD, RowStatus.PARTLY_PAID: WARNING, RowStatus.UPCOMING: NEUTRAL}
LoanRow = DueInstalment | Repayment | LoanEvent


def product_amount(title: str, name: str) -> Any:
    """An amount of a product."""
    return amount_column(title, lambda product: (getattr(product, name), product.currency))


def _rate(row: Product | Loan) -> str:
    return f"{row.annual_rate.normalize():f}"


RATE = column("annual rate (%)", _rate, name="rate")
IS_OFFERED = column(
    "status", lambda row: badge("Offered", GOOD) if row.is_active else badge("Not offered"), name="status_badge"
)

BORROWER = person_column("borrower")
DECIDED_BY = person_column("decided_by", "decided by", is_linked=False)  # cashiers do not see other staff
ACCOUNT = account_column("account")
STATUS = badge_column("status", LOAN_LOOKS)
AMOUNT = amount_column("amount", lambda loan: (loan.amount, loan.currency))
OUTSTANDING = amount_column("outstanding principal", lambda loan: (loan.outstanding_principal, loan.currency))


def days_late(loan: Loan) -> int:
    """The days since the oldest unpaid instalment fell due; 0 where nothing is late."""
    oldest: date | None = loan.__dict__.get("oldest_due")
    is_late = loan.status == LoanStatus.ACTIVE and oldest is not None and oldest < today()
    return (today() - oldest).days if is_late and oldest is not None else 0


def _days_late_text(loan: Loan) -> str:
    days = days_late(loan)
    return badge(f"{days} day{'' if days == 1 else 's'}", BAD) if days else NOTHING


DAYS_LATE = column("days late", _days_late_text, name="days_late")


def _overdue(loan: Loan) -> str:
    debt = debt_of(loan)
    late = debt.overdue if debt else None
    if late is None:
        return NOTHING
    instalments = "instalment" if late.instalments == 1 else "instalments"
    amount = to_display_text(late.amount, loan.currency)
    return f"{amount}, {late.instalments} {instalments}, since {late.since} ({late.days_late} days)"


def _next_due(loan: Loan) -> str:
    debt = debt_of(loan)
    due = debt.next_due if debt else None
    return f"{to_display_text(due.left, loan.currency)} on {due.due_date}" if due else NOTHING


OVERDUE = column("overdue", _overdue)  # how much is late, of how many instalments, and for how long
NEXT_DUE = column("next due", _next_due)  # the oldest instalment that is not paid in full


def loan_text(loan: Loan) -> str:
    """The number of a loan with a link, and the borrower below it."""
    return two_lines(link_text(reverse("admin:loans_loan_change", args=[loan.pk]), str(loan)), loan.borrower.full_name)


LOAN = column("loan", lambda row: loan_text(row.loan), name="loan_link", ordering="loan")
OWNER = column("borrower", lambda row: person_text(row.loan.borrower, is_linked=True), name="borrower_person")
LOAN_ACCOUNT = column("account of the loan", lambda row: ACCOUNT(row.loan), name="loan_account")


def loan_amount(title: str, read: Callable[[Any], int | None]) -> Any:
    """An amount in minor units of a row of a loan."""

    def amount(row: LoanRow) -> tuple[int, str] | None:
        minor = read(row)
        return None if minor is None else (minor, row.loan.currency)

    return amount_column(title, amount)


def _paid_from(row: Repayment) -> str:
    source = row.transaction.from_account
    return "Cash" if source is None else account_text(source, is_linked=True)


PAID_FROM = column("paid from", _paid_from, name="paid_from")
POSTING_STATUS = column("status", lambda row: status_text(row.transaction), name="status_badge")
EVENT_TYPE = badge_column("type", {LoanEventType.WRITE_OFF: BAD, LoanEventType.REVERSAL: WARNING})

PRINCIPAL = loan_amount("principal", lambda row: row.principal)
INTEREST = loan_amount("interest", lambda row: row.interest)
FEES = loan_amount("fees", lambda row: row.fees)  # less than zero where a payoff refunded a part
PENALTIES = loan_amount("penalties", lambda row: row.penalties)
TOTAL = loan_amount("amount", lambda row: row.principal + row.interest + row.fees + row.penalties)
EVENT_AMOUNT = loan_amount("amount", lambda row: row.amount)
OUTSTANDING_AFTER = loan_amount("outstanding after it", lambda row: row.outstanding or 0)


def share_loans(rows: Sequence[DueInstalment]) -> None:
    """Lets the instalments of one loan use one object, and reads the schedules of all their loans together."""
    loans = {row.loan_id: row.loan for row in rows}
    for row in rows:
        row.loan = loans[row.loan_id]
    load_states(list(loans.values()))


def _row_now(row: DueInstalment) -> Row | None:
    """The instalment in the present schedule; None where the loan is closed before it."""
    if row.loan.disbursed_at is None:
        return None
    rows = row.loan.__dict__.get("rows_now")
    if rows is None:
        rows = row.loan.__dict__["rows_now"] = {now.number: now for now in schedule_on(row.loan, today())}
    found: Row | None = rows.get(row.number)
    return found


def _instalment_status(row: DueInstalment) -> str:
    now = _row_now(row)
    if now is None:
        return badge("Not needed any more")
    status = row_status(now, today(), settled=row.loan.status == LoanStatus.REPAID)
    if row.loan.status == LoanStatus.WRITTEN_OFF and status != RowStatus.PAID:
        return badge("Written off")
    return badge(status.label, ROW_LOOKS[status])


INSTALMENT_STATUS = column("status", _instalment_status, name="status_badge")
PAID = loan_amount("paid", lambda row: now.paid if (now := _row_now(row)) else None)
LEFT = loan_amount("left to pay", lambda row: now.left if (now := _row_now(row)) else None)
