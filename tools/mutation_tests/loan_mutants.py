"""The mutants of loans: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests.mutant import BOTH, MARIADB, Mutant
from tools.mutation_tests.operators import drop_operand

RACES = "tests/concurrency/test_loan_races.py::test_"
DECISIONS = RACES + "of_two_managers_who_decide_at_once_one_is_right"
PAID_OUT = RACES + "of_10_disbursements_of_one_loan_one_is_made"
SETTLED = RACES + "of_20_repayments_that_settle_one_loan_one_is_made"
APPLICATIONS = RACES + "of_20_applications_at_once_for_two_accounts_five_are_open"
IN_STEP = RACES + "repayments_race_with_a_reversal_and_a_write_off_and_the_claim_stays_what_is_owed"

# fmt: off
LOAN_MUTANTS = [
    Mutant("loan-lock", "the loan is read without a lock, for a decision", DECISIONS, MARIADB),
    Mutant("loan-lock", "the loan is read without a lock, for a disbursement", PAID_OUT, MARIADB),
    Mutant("loan-lock", "the loan is read without a lock, for a repayment", SETTLED, MARIADB),
    Mutant("loan-lock", "the loan is read without a lock, beside reversals and write-offs", IN_STEP, MARIADB),
    Mutant("loan-reversal-lock", "the loan is read without a lock, for a reversal", IN_STEP, MARIADB),
    Mutant("member-lock", "the member's accounts are read without a lock", APPLICATIONS, MARIADB),
    Mutant("open-applications", "open applications are not counted", APPLICATIONS, BOTH),
    Mutant("loan-decided-once", "the status is not checked before a decision", DECISIONS, BOTH),
    Mutant("loan-disbursed-once", "the status is not checked before a disbursement", PAID_OUT, BOTH),
    Mutant("loan-runs", "the status is not checked before a repayment", SETTLED, BOTH, drop_operand(0)),
    Mutant(
        "loan-written-off-once loan-principal-left", "neither status nor principal is checked before a write-off",
        IN_STEP, BOTH,
    ),
]
# fmt: on
