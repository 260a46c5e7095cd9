"""Checks in the database that the loans agree with the ledger: receivable, income, and the sums on each loan.

Each check is one statement that joins loans with entries or transactions: both sides must be of one moment.
"""

from django.db import connection

_BALANCE = """(
    SELECT COALESCE(SUM(CASE WHEN e.direction = 'credit' THEN e.amount ELSE -e.amount END), 0)
    FROM entries e JOIN accounts a ON a.id = e.account_id WHERE a.code = '{code}'
)"""
_PAID = """(
    SELECT COALESCE(SUM(r.{column}), 0) FROM loan_repayments r
    LEFT JOIN transactions v ON v.reverses_id = r.transaction_id WHERE v.id IS NULL
)"""
_OWED = "(SELECT COALESCE(SUM(amount - principal_paid), 0) FROM loans WHERE status = 'active')"
_LOST = "(SELECT COALESCE(SUM(amount - principal_paid), 0) FROM loans WHERE status = 'written_off')"
_FEES = "(SELECT COALESCE(SUM(disbursement_fee), 0) FROM loans WHERE fee_id IS NOT NULL)"
_RECOVERED = """(
    SELECT COALESCE(SUM(e.amount), 0) FROM loan_events e
    LEFT JOIN transactions v ON v.reverses_id = e.transaction_id WHERE e.type = 'recovery' AND v.id IS NULL
)"""

# The account, what its balance must be, and what that is called.
_ACCOUNTS = [
    ("loans_receivable", f"-{_OWED}", "minus the principal of active loans"),
    ("write_offs", f"-{_LOST}", "minus the principal of loans written off"),
    ("interest_income", _PAID.format(column="interest"), "the interest of payments"),
    ("penalty_income", _PAID.format(column="penalties"), "the late fees of payments"),
    ("fee_income", f"{_FEES} + {_PAID.format(column='fees')}", "the fees of loans less what payoffs refunded"),
    ("recoveries", _RECOVERED, "what was recovered"),
]
_SUMS = """
SELECT l.id FROM loans l LEFT JOIN (
    SELECT r.loan_id, SUM(r.principal) AS principal, SUM(r.interest) AS interest FROM loan_repayments r
    LEFT JOIN transactions v ON v.reverses_id = r.transaction_id WHERE v.id IS NULL GROUP BY r.loan_id
) p ON p.loan_id = l.id
WHERE l.principal_paid <> COALESCE(p.principal, 0) OR l.interest_paid <> COALESCE(p.interest, 0)
ORDER BY l.id LIMIT 1
"""


def find_inconsistent_loan() -> str | None:
    """A message about the first inconsistency between the loans and the ledger; None where there is none."""
    with connection.cursor() as cursor:
        for code, expected, name in _ACCOUNTS:
            cursor.execute(f"SELECT {_BALANCE.format(code=code)}, {expected}")
            balance, sum_of_loans = (int(value) for value in cursor.fetchone())
            if balance != sum_of_loans:
                return f"Account {code}: its balance is {balance}, and {name} is {sum_of_loans}."
        cursor.execute(_SUMS)
        found = cursor.fetchone()
    return f"Loan {found[0]}: what has been paid is not the sum of its payments." if found else None
