"""The loan portfolio as of a day: outstanding principal, arrears, portfolio at risk.

PAR30 is the whole outstanding principal of loans with an instalment more than 30 days late, over the gross
portfolio (CGAP). Every figure is of the end of the day, from the postings up to then; no scheduled job is required.
One statement joins loans with their transactions, so that all figures are of one moment and no loan costs a query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection

from core.dates import end_of_day

# Name and last day of each bucket; the oldest unpaid instalment of a loan decides.
BUCKETS = [("current", 0), ("1-30", 30), ("31-60", 60), ("61-90", 90), ("over 90", 10**6)]
AT_RISK_AFTER = 30  # days

_STANDING = """
SELECT l.id, p.name, l.amount - COALESCE(r.principal, 0) AS outstanding, MIN(i.due_date) AS oldest
FROM loans l
JOIN loan_products p ON p.id = l.product_id
JOIN transactions d ON d.id = l.disbursement_id AND d.booked_at < %s
LEFT JOIN (
    SELECT rp.loan_id, SUM(rp.principal) AS principal, SUM(rp.interest) AS interest
    FROM loan_repayments rp
    JOIN transactions t ON t.id = rp.transaction_id AND t.booked_at < %s
    LEFT JOIN transactions v ON v.reverses_id = t.id AND v.booked_at < %s
    WHERE v.id IS NULL GROUP BY rp.loan_id
) r ON r.loan_id = l.id
LEFT JOIN loan_instalments i ON i.loan_id = l.id AND i.due_date < %s
    AND (i.principal_due > COALESCE(r.principal, 0) OR i.interest_due > COALESCE(r.interest, 0))
WHERE l.amount > COALESCE(r.principal, 0) AND (l.closed_at IS NULL OR l.closed_at >= %s)
GROUP BY l.id, p.name, l.amount, r.principal
"""


@dataclass(frozen=True)
class LoanStanding:
    """One active loan; the principal in minor units."""

    loan_id: int
    product: str
    outstanding: int
    days_late: int

    @property
    def bucket(self) -> str:
        """Its age."""
        return next(name for name, last in BUCKETS if self.days_late <= last)


@dataclass(frozen=True)
class Portfolio:
    """All loans that are active on a day."""

    loans: list[LoanStanding]

    @property
    def gross(self) -> int:
        """The outstanding principal, in minor units."""
        return sum(loan.outstanding for loan in self.loans)

    @property
    def at_risk(self) -> int:
        """The outstanding principal of loans that are more than 30 days late."""
        return sum(loan.outstanding for loan in self.loans if loan.days_late > AT_RISK_AFTER)

    @property
    def par30(self) -> Fraction:
        """At risk over gross; zero for an empty portfolio."""
        return Fraction(self.at_risk, self.gross) if self.gross else Fraction(0)

    @property
    def late(self) -> list[LoanStanding]:
        """The loans in arrears."""
        return [loan for loan in self.loans if loan.days_late]

    def by_age(self) -> dict[str, tuple[int, int]]:
        """`{bucket: (loans, outstanding)}`, every bucket."""
        return {name: _sum(loan for loan in self.loans if loan.bucket == name) for name, _ in BUCKETS}

    def by_product(self) -> dict[str, dict[str, tuple[int, int]]]:
        """The same for each product."""
        names = {loan.product for loan in self.loans}
        return {name: Portfolio([loan for loan in self.loans if loan.product == name]).by_age() for name in names}


def portfolio_on(day: date) -> Portfolio:
    """The portfolio at the end of a day, in one query."""
    end = connection.ops.adapt_datetimefield_value(end_of_day(day))
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [end, end, end, connection.ops.adapt_datefield_value(day), end])
        rows = cursor.fetchall()
    return Portfolio([LoanStanding(pk, name, int(left), _days(oldest, day)) for pk, name, left, oldest in rows])


def _days(oldest: date | str | None, day: date) -> int:
    if oldest is None:
        return 0
    due = oldest if isinstance(oldest, date) else date.fromisoformat(oldest)  # SQLite's driver gives text
    return (day - due).days


def _sum(loans: Iterable[LoanStanding]) -> tuple[int, int]:
    amounts = [loan.outstanding for loan in loans]
    return len(amounts), sum(amounts)
