"""The mutants of confirmations: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests.mutant import BOTH, Mutant

RACES = "tests/concurrency/test_confirmations.py"
TRANSFER, CONFIRMING, STAFF, REPAYMENT = (
    f"tests/confirmations/test_{name}.py" for name in ("transfer", "confirming", "staff", "repayment")
)

CONFIRMATION_MUTANTS = [
    Mutant(
        "confirmation-once",
        "a confirmation is used again",
        f"{RACES}::test_one_confirmation_executes_one_of_20_removals",
        BOTH,
    ),
    Mutant(
        "confirmation-signature",
        "a confirmation is good for any request",
        f"{STAFF}::test_confirmation_for_another_person_is_refused",
        BOTH,
    ),
    Mutant(
        "confirmation-request",
        "a confirmation is good for another body",
        f"{TRANSFER}::test_confirmation_of_another_payee_is_refused",
        BOTH,
    ),
    Mutant(
        "confirmation-key",
        "a confirmation is good for another Idempotency-Key",
        f"{TRANSFER}::test_confirmation_of_another_key_is_refused",
        BOTH,
    ),
    Mutant(
        "confirmation-session",
        "a confirmation is good for another session",
        f"{TRANSFER}::test_confirmation_of_another_session_is_refused",
        BOTH,
    ),
    Mutant(
        "confirmation-confirmed",
        "a confirmation is good before it was given",
        f"{TRANSFER}::test_confirmation_without_a_factor_is_refused",
        BOTH,
    ),
    Mutant(
        "confirmation-expiry",
        "a confirmation does not expire",
        f"{TRANSFER}::test_confirmation_is_refused_after_five_minutes",
        BOTH,
    ),
    Mutant(
        "confirmation-factor",
        "any code confirms",
        f"{CONFIRMING}::test_wrong_code_is_400_factor_invalid",
        BOTH,
    ),
    Mutant(
        "confirmation-owner",
        "another session gives a confirmation",
        f"{CONFIRMING}::test_confirmation_of_another_session_is_404",
        BOTH,
    ),
    Mutant(
        "confirmation-attempts",
        "any number of codes is judged for a confirmation",
        f"{RACES}::test_five_wrong_codes_of_one_confirmation_are_judged",
        BOTH,
    ),
    Mutant(
        "transfer-step-up",
        "a large or first transfer needs no confirmation",
        f"{TRANSFER}::test_first_transfer_to_an_account_needs_a_confirmation",
        BOTH,
    ),
    Mutant(
        "repayment-step-up",
        "a large repayment needs no confirmation",
        f"{REPAYMENT}::test_settlement_needs_a_confirmation",
        BOTH,
    ),
    Mutant(
        "reversal-step-up",
        "a reversal needs no confirmation",
        f"{STAFF}::test_reversal_is_confirmed",
        BOTH,
    ),
    Mutant(
        "write-off-step-up",
        "a write-off needs no confirmation",
        f"{STAFF}::test_write_off_is_confirmed",
        BOTH,
    ),
    Mutant(
        "role-step-up",
        "a change of role needs no confirmation",
        f"{STAFF}::test_change_of_role_is_confirmed",
        BOTH,
    ),
    Mutant(
        "factors-reset-step-up",
        "the removal of another person's factors needs no confirmation",
        f"{STAFF}::test_removal_of_factors_is_confirmed",
        BOTH,
    ),
]
