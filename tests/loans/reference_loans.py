"""Reference implementation of the portfolio of a day, computed in Python from all rows."""

from loans.models import DueInstalment, Loan, Repayment
from transactions.models import Transaction


def reference_portfolio(day):
    """`(loan id, outstanding, days late)` of each loan with outstanding principal at the end of the day, by id."""
    booked = {row.pk: row.booked_at.date() for row in Transaction.objects.all()}
    reversed_on = {row.reverses_id: row.booked_at.date() for row in Transaction.objects.exclude(reverses=None)}

    def was_effective(number):
        return (
            number is not None and booked[number] <= day and not (number in reversed_on and reversed_on[number] <= day)
        )

    result = []
    for loan in Loan.objects.order_by("pk"):
        if not was_effective(loan.disbursement_id) or was_effective(loan.write_off_id):
            continue
        repayments = [row for row in Repayment.objects.filter(loan=loan) if was_effective(row.transaction_id)]
        principal, interest = sum(row.principal for row in repayments), sum(row.interest for row in repayments)
        if principal < loan.amount:
            result.append((loan.pk, loan.amount - principal, days_late(loan, principal, interest, day)))
    return result


def days_late(loan, principal, interest, day):
    """Distributes the two sums over the instalments, oldest first; the first unpaid instalment determines the days."""
    for row in DueInstalment.objects.filter(loan=loan).order_by("number"):
        if row.principal > principal or row.interest > interest:
            return max(0, (day - row.due_date).days)
        principal, interest = principal - row.principal, interest - row.interest
    return 0
