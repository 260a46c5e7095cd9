"""The mutants of second factors: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests.mutant import BOTH, MARIADB, Mutant
from tools.mutation_tests.operators import drop_operand, set_value

RACES = "tests/concurrency/test_second_factors.py"
SETUP, LOGIN, PASSKEYS = (f"tests/factors/test_{name}.py" for name in ("setup", "login_factor", "passkeys"))
REQUIRED, RESET = (f"tests/factors/test_{name}.py" for name in ("required_roles", "reset"))
ADMIN = "tests/admin/test_second_factors.py"

FACTOR_MUTANTS = [
    Mutant(
        "totp-once",
        "a code is accepted again",
        f"{RACES}::test_one_code_completes_one_of_20_logins",
        BOTH,
    ),
    Mutant(
        "totp-confirm-once user-lock",
        "a waiting secret is enabled by each of several requests",
        f"{RACES}::test_first_codes_that_waited_for_a_lock_enable_an_authenticator_once",
        MARIADB,
    ),
    Mutant(
        "recovery-code-once",
        "a recovery code is accepted again",
        f"{RACES}::test_one_recovery_code_completes_one_of_20_logins",
        BOTH,
        set_value(True),
    ),
    Mutant(
        "login-challenge-once",
        "the challenge of a login stays when it was used",
        f"{RACES}::test_one_challenge_completes_one_of_20_logins_with_ten_recovery_codes",
        BOTH,
    ),
    Mutant(
        "challenge-attempts",
        "any number of codes is judged for a challenge",
        f"{RACES}::test_five_codes_of_a_challenge_are_judged",
        BOTH,
    ),
    Mutant(
        "passkey-challenge-once",
        "a signature of a synchronized passkey signs in again",
        f"{RACES}::test_one_signature_of_a_passkey_signs_in_once[synchronized]",
        BOTH,
        drop_operand(0),
    ),
    Mutant(
        "challenge-once",
        "a signature of a synchronized passkey proves a session again",
        f"{PASSKEYS}::test_signature_of_a_synchronized_passkey_proves_a_session_once",
        BOTH,
        drop_operand(0),
    ),
    Mutant(
        "factor-limit",
        "codes are not counted",
        f"{SETUP}::test_sixth_code_in_15_minutes_is_429_and_a_right_one_is_refunded",
        BOTH,
        set_value(""),
    ),
    Mutant(
        "factor-refund",
        "a right code counts",
        f"{SETUP}::test_sixth_code_in_15_minutes_is_429_and_a_right_one_is_refunded",
        BOTH,
    ),
    Mutant(
        "factor-due",
        "the password alone signs in at the API",
        f"{LOGIN}::test_right_password_gets_a_challenge_and_no_session",
        BOTH,
    ),
    Mutant(
        "admin-factor-due",
        "the password alone signs in to the staff site",
        f"{ADMIN}::test_right_password_asks_for_the_factor_and_signs_nobody_in",
        BOTH,
    ),
    Mutant(
        "login-challenge-facts",
        "a challenge stays valid when the password changes",
        f"{LOGIN}::test_challenge_ends_when_the_password_changes",
        BOTH,
        drop_operand(1),
    ),
    Mutant(
        "login-challenge-browser",
        "a challenge is accepted from another browser",
        f"{LOGIN}::test_challenge_is_refused_on_another_browser",
        BOTH,
        set_value(True),
    ),
    Mutant(
        "passkey-user-verification",
        "a passkey signs in without verifying its user",
        f"{PASSKEYS}::test_login_with_a_wrong_passkey_is_401[user not verified]",
        BOTH,
    ),
    Mutant(
        "passkey-creation-user-verification",
        "a passkey is added without verifying its user",
        f"{PASSKEYS}::test_creation_that_is_wrong_is_400_and_stores_nothing[user not verified]",
        BOTH,
    ),
    Mutant(
        "passkey-owner",
        "the passkey of another user is accepted",
        f"{LOGIN}::test_passkey_of_another_user_is_refused",
        BOTH,
        drop_operand(1),
    ),
    Mutant(
        "challenge-expiry",
        "signed challenges do not expire",
        f"{PASSKEYS}::test_challenge_of_a_login_is_valid_for_five_minutes",
        BOTH,
    ),
    Mutant(
        "proof-required",
        "factors are changed without a proof",
        f"{SETUP}::test_proof_is_valid_for_five_minutes",
        BOTH,
    ),
    Mutant(
        "password-is-not-enough",
        "the password proves a session of a user with a factor",
        f"{SETUP}::test_password_does_not_prove_the_session_for_a_user_with_a_factor",
        BOTH,
    ),
    Mutant(
        "last-factor",
        "a role that must have a factor removes the last one",
        f"{REQUIRED}::test_last_factor_of_the_role_cannot_be_removed",
        BOTH,
    ),
    Mutant(
        "factor-required",
        "a role that must have a factor needs none",
        f"{REQUIRED}::test_user_without_a_factor_is_refused_elsewhere[/api/accounts/]",
        BOTH,
    ),
    Mutant(
        "factors-reset-ends",
        "sessions of a person whose factors were reset do not end",
        f"{RESET}::test_manager_removes_all_factors_of_a_member",
        BOTH,
    ),
]
