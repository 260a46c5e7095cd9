"""The portfolio of a day by brute force: every row read, and what had happened by then replayed in Python."""

from loans.models import DueInstalment, Loan, Repayment
from transactions.models import Transaction


def portfolio_by_hand(day):
    """`(loan, outstanding, days late)` of each loan that owed principal at the end of the day, by id."""
    booked = {row.pk: row.booked_at.date() for row in Transaction.objects.all()}
    undone = {row.reverses_id: row.booked_at.date() for row in Transaction.objects.exclude(reverses=None)}

    def stood(number):
        return number is not None and booked[number] <= day and not (number in undone and undone[number] <= day)

    found = []
    for loan in Loan.objects.order_by("pk"):
        if not stood(loan.disbursement_id) or stood(loan.write_off_id):
            continue
        standing = [row for row in Repayment.objects.filter(loan=loan) if stood(row.transaction_id)]
        principal, interest = sum(row.principal for row in standing), sum(row.interest for row in standing)
        if principal < loan.amount:
            found.append((loan.pk, loan.amount - principal, days_late(loan, principal, interest, day)))
    return found


def days_late(loan, principal, interest, day):
    """Pours the two sums over the instalments, oldest first, and takes the first that is not full."""
    for row in DueInstalment.objects.filter(loan=loan).order_by("number"):
        if row.principal > principal or row.interest > interest:
            return max(0, (day - row.due_date).days)
        principal, interest = principal - row.principal, interest - row.interest
    return 0
