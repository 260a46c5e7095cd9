"""The loan portfolio as of a day: outstanding principal, arrears, portfolio at risk.

PAR30 is the whole outstanding principal of loans with an instalment more than 30 days late, over the gross
portfolio (CGAP). Every figure is of the end of the day, from the postings up to then; no scheduled job is required.
The last posting of each loan up to then has its position (`loans.models.LoanPosition`), which nothing changes later.
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

_POSITIONS = """
SELECT p.loan_id, d.product_name, p.outstanding, p.oldest_due
FROM (
    SELECT u.loan_id, u.outstanding, u.oldest_due,
        ROW_NUMBER() OVER (PARTITION BY u.loan_id ORDER BY u.transaction_id DESC) AS place
    FROM (
        SELECT loan_id, transaction_id, outstanding, oldest_due FROM loan_events WHERE booked_at < %s
        UNION ALL
        SELECT loan_id, transaction_id, outstanding, oldest_due FROM loan_repayments WHERE booked_at < %s
    ) u
) p
JOIN loan_events d ON d.id = (
    SELECT MAX(e.id) FROM loan_events e
    WHERE e.loan_id = p.loan_id AND e.type = 'disbursement' AND e.booked_at < %s
)
WHERE p.place = 1 AND p.outstanding > 0
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
        cursor.execute(_POSITIONS, [end, end, end])
        rows = cursor.fetchall()
    return Portfolio([LoanStanding(pk, name, int(left), _days(oldest, day)) for pk, name, left, oldest in rows])


def _days(oldest: date | str | None, day: date) -> int:
    if oldest is None:
        return 0
    due = oldest if isinstance(oldest, date) else date.fromisoformat(oldest)  # SQLite's driver gives text
    return max(0, (day - due).days)


def _sum(loans: Iterable[LoanStanding]) -> tuple[int, int]:
    amounts = [loan.outstanding for loan in loans]
    return len(amounts), sum(amounts)
