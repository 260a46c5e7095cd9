"""The guards of the loans, in the same list as the others: how each is taken out, and the test that then fails."""

from tests.concurrency.guards import BOTH, MARIADB, Guard

RACES = "test_loan_races.py::test_"
DECISIONS = RACES + "of_two_managers_who_decide_at_once_one_is_right"
PAID_OUT = RACES + "of_10_disbursements_of_one_loan_one_is_made"
SETTLED = RACES + "of_20_repayments_that_settle_one_loan_one_is_made"
IN_STEP = RACES + "repayments_race_with_a_reversal_and_a_write_off_and_the_claim_stays_what_is_owed"

SELECTORS, DECIDING, MONEY = "loans/selectors.py", "loans/services/deciding.py", "loans/services/money.py"
REVERSING = "loans/services/reversing.py"
LOCK = "loan = Loan.objects.select_for_update().get(pk=loan_id)"
UNLOCKED = LOCK.replace(".select_for_update()", "")

# fmt: off
LOAN_GUARDS = [
    Guard(
        SELECTORS, "loan_to_change", "the loan is read without a lock, for a decision", LOCK, UNLOCKED,
        DECISIONS, MARIADB,
    ),
    Guard(
        SELECTORS, "loan_to_change", "the loan is read without a lock, for a disbursement", LOCK, UNLOCKED,
        PAID_OUT, MARIADB,
    ),
    Guard(
        SELECTORS, "loan_to_change", "the loan is read without a lock, for a repayment", LOCK, UNLOCKED,
        SETTLED, MARIADB,
    ),
    Guard(
        SELECTORS, "loan_to_change", "the loan is read without a lock, beside reversals and write-offs", LOCK, UNLOCKED,
        IN_STEP, MARIADB,
    ),
    Guard(
        REVERSING, "_loan_of", "the loan is read without a lock",
        "Loan.objects.select_for_update().get(pk=found)", "Loan.objects.get(pk=found)", IN_STEP, MARIADB,
    ),
    Guard(
        DECIDING, "_decide", "whether it is decided already is not asked",
        "if loan.status != LoanStatus.APPLIED:", "if False:", DECISIONS, BOTH,
    ),
    Guard(
        MONEY, "disburse_loan", "whether it is paid out already is not asked",
        "if loan.status != LoanStatus.APPROVED:", "if False:", PAID_OUT, BOTH,
    ),
    Guard(
        SELECTORS, "debt_of", "whether the loan still runs is not asked",
        "if loan.status != LoanStatus.ACTIVE or loan.disbursed_at is None:", "if loan.disbursed_at is None:",
        SETTLED, BOTH,
    ),
    Guard(
        MONEY, "write_off_loan", "whether the loan still runs is not asked",
        "    if loan.status != LoanStatus.ACTIVE:\n        raise NotActive\n    lost = loan.outstanding_principal\n",
        "    lost = loan.amount - loan.principal_paid\n", IN_STEP, BOTH,
    ),
]
# fmt: on
