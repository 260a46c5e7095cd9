"""The mutants of loans: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests.mutant import BOTH, MARIADB, Mutant
from tools.mutation_tests.operators import drop_operand

RACES = "tests/concurrency/test_loan_races.py::test_"
DECISIONS = RACES + "concurrent_decisions_of_two_managers_decide_the_loan_once"
PAID_OUT = RACES + "10_concurrent_disbursements_pay_the_loan_out_once"
SETTLED = RACES + "20_concurrent_payoffs_settle_the_loan_once"
LATE_FEES = RACES + "concurrent_settlements_of_a_loan_with_a_late_fee_pay_the_fee_once"
BESIDE_REVERSAL = RACES + "prepayment_beside_the_reversal_of_a_payment_leaves_what_neither_pays"
LAST = RACES + "concurrent_payments_of_the_last_instalment_pay_it_once"
FIRST_USE = "tests/concurrency/test_chart_accounts.py::test_"
FIRST_USE += "concurrent_first_late_fees_and_first_recoveries_open_each_account_once"
PREPAID = RACES + "two_concurrent_prepayments_pay_interest_and_the_current_instalment_once"
APPLICATIONS = RACES + "20_concurrent_applications_for_two_accounts_leave_five_open"
IN_STEP = RACES + "receivable_equals_principal_owed_after_concurrent_repayments_reversals_and_write_offs"

# fmt: off
LOAN_MUTANTS = [
    Mutant("loan-lock", "the loan is read without a lock, for a decision", DECISIONS, MARIADB),
    Mutant("loan-posting-lock", "the loan is read without a lock, for a disbursement", PAID_OUT, MARIADB),
    Mutant("loan-posting-lock", "the loan is read without a lock, for a repayment", SETTLED, MARIADB),
    Mutant("loan-posting-lock", "the loan is read without a lock, for two prepayments", PREPAID, MARIADB),
    Mutant("loan-posting-lock", "the loan is read without a lock, for payoffs beside late fees", LATE_FEES, MARIADB),
    Mutant("loan-posting-lock", "the loan is read without a lock, for the last instalment", LAST, MARIADB),
    Mutant("loan-posting-lock", "the loan is read without a lock, beside reversals and write-offs", IN_STEP, MARIADB),
    Mutant("loan-reversal-lock", "the loan is read without a lock, for a reversal", IN_STEP, MARIADB),
    Mutant("loan-reversal-lock", "the loan is read without a lock, beside a prepayment", BESIDE_REVERSAL, MARIADB),
    Mutant("member-lock", "the member's accounts are read without a lock", APPLICATIONS, MARIADB),
    Mutant("open-applications", "open applications are not counted", APPLICATIONS, BOTH),
    Mutant("loan-decided-once", "the status is not checked before a decision", DECISIONS, BOTH),
    Mutant("loan-disbursed-once", "the status is not checked before a disbursement", PAID_OUT, BOTH),
    Mutant("loan-runs", "the status is not checked before a repayment", SETTLED, BOTH, drop_operand(0)),
    Mutant("loan-runs", "the status is not checked before the last instalment", LAST, BOTH, drop_operand(0)),
    Mutant("loan-runs", "the status is not checked before payoffs beside late fees", LATE_FEES, BOTH, drop_operand(0)),
    Mutant("chart-account-insert-race", "the loser at UNIQUE does not read the winner's account", FIRST_USE, MARIADB),
    Mutant(
        "loan-written-off-once loan-principal-left", "neither status nor principal is checked before a write-off",
        IN_STEP, BOTH,
    ),
]
# fmt: on
