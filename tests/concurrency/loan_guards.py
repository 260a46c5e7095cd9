"""The guards of the loans, in the same list as the others."""

from tests.concurrency.guards import BOTH, MARIADB, Guard
from tests.concurrency.mutations import operand_left_out

RACES = "tests/concurrency/test_loan_races.py::test_"
DECISIONS = RACES + "of_two_managers_who_decide_at_once_one_is_right"
PAID_OUT = RACES + "of_10_disbursements_of_one_loan_one_is_made"
SETTLED = RACES + "of_20_repayments_that_settle_one_loan_one_is_made"
APPLICATIONS = RACES + "of_20_applications_at_once_for_two_accounts_five_are_open"
IN_STEP = RACES + "repayments_race_with_a_reversal_and_a_write_off_and_the_claim_stays_what_is_owed"

# fmt: off
LOAN_GUARDS = [
    Guard("loan-lock", "the loan is read without a lock, for a decision", DECISIONS, MARIADB),
    Guard("loan-lock", "the loan is read without a lock, for a disbursement", PAID_OUT, MARIADB),
    Guard("loan-lock", "the loan is read without a lock, for a repayment", SETTLED, MARIADB),
    Guard("loan-lock", "the loan is read without a lock, beside reversals and write-offs", IN_STEP, MARIADB),
    Guard("loan-reversal-lock", "the loan is read without a lock, for a reversal", IN_STEP, MARIADB),
    Guard("member-lock", "the member's accounts are read without a lock", APPLICATIONS, MARIADB),
    Guard("open-applications", "open applications are not counted", APPLICATIONS, BOTH),
    Guard("loan-decided-once", "whether it is decided already is not asked", DECISIONS, BOTH),
    Guard("loan-disbursed-once", "whether it is paid out already is not asked", PAID_OUT, BOTH),
    Guard("loan-runs", "whether the loan still runs is not asked", SETTLED, BOTH, operand_left_out(0)),
    Guard(
        "loan-written-off-once loan-principal-left", "whether the loan still runs is not asked before a write-off",
        IN_STEP, BOTH,
    ),
]
# fmt: on
