"""Reads the instalments and the payments of loans, in one statement.

It joins repayments with the reversals of their transactions, so that all rows are of one moment.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from loans.domain.payments import Payment, Split
from loans.domain.schedule import Instalment

_ROWS = """
SELECT loan_id, 0 AS payment, number AS place, due_date AS day, principal, interest, balance_after AS fees,
    0 AS penalties, NULL AS reversed_on, 0 AS by_instalments
FROM loan_instalments WHERE loan_id IN ({ids})
UNION ALL
SELECT r.loan_id, 1, r.id, COALESCE(r.day, t.value_date), r.principal, r.interest, r.fees,
    r.penalties, v.value_date, r.by_instalments
FROM loan_repayments r
JOIN transactions t ON t.id = r.transaction_id
LEFT JOIN transactions v ON v.reverses_id = r.transaction_id
WHERE r.loan_id IN ({ids})
ORDER BY 1, 2, 3
"""


@dataclass(frozen=True)
class BookedPayment:
    """A payment, and the day on which it was reversed."""

    day: date
    split: Split
    reversed_on: date | None = None
    by_instalments: bool = False

    def as_of(self, day: date) -> Payment:
        """The payment as it was known on a day."""
        is_reversed = self.reversed_on is not None and self.reversed_on <= day
        return Payment(self.day, self.split, is_reversed, self.by_instalments)


@dataclass
class LoanRows:
    """The schedule that a loan was disbursed with, and its payments in the order in which they were booked."""

    instalments: list[Instalment] = field(default_factory=list)
    payments: list[BookedPayment] = field(default_factory=list)


def read_rows(loan_ids: Collection[int]) -> dict[int, LoanRows]:
    """The rows of each of these loans that has any."""
    found: defaultdict[int, LoanRows] = defaultdict(LoanRows)
    if not loan_ids:
        return found
    sql = _ROWS.format(ids=", ".join(["%s"] * len(loan_ids)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*loan_ids, *loan_ids])
        rows = cursor.fetchall()
    for loan_id, is_payment, place, day, *amounts, reversed_on, by_instalments in rows:
        due = _date(day)
        # MariaDB's driver gives decimals for columns of a UNION whose types differ.
        principal, interest, fees, penalties = map(int, amounts)
        if is_payment:
            split = Split(penalties=penalties, fees=fees, interest=interest, principal=principal)
            reversal = None if reversed_on is None else _date(reversed_on)
            found[loan_id].payments.append(BookedPayment(due, split, reversal, bool(by_instalments)))
        else:
            found[loan_id].instalments.append(Instalment(int(place), due, principal, interest, fees))
    return found


def _date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)  # SQLite's driver gives text
