"""The mutants of people and sessions: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests import operators, replacements
from tools.mutation_tests.mutant import BOTH, MARIADB, SQLITE, Mutant
from tools.mutation_tests.operators import drop_operand, set_value, wrap, wrap_call

RACES = "tests/concurrency"
TWO_USERS = f"{RACES}/test_one_browser_two_users.py::test_two_users_at_once_on_a_new_browser_in_50_rounds"
MANY_USERS = f"{RACES}/test_one_browser_two_users.py::test_of_many_users_at_once_on_one_browser_exactly_one_gets_in"
EXPIRED = f"{RACES}/test_one_browser_two_users.py::test_two_users_at_once_on_a_browser_whose_session_has_expired"
REFRESHES = f"{RACES}/test_refresh.py::test_of_32_refreshes_of_one_token_one_wins_and_the_session_lives_on"
RETRIES = f"{RACES}/test_refresh.py::test_32_tries_of_one_call_under_one_key_get_the_same_tokens"
TWO_KEYS = f"{RACES}/test_refresh.py::test_of_two_keys_for_one_token_one_wins"
WRONG = f"{RACES}/test_wrong_passwords.py::test_of_50_wrong_passwords_at_once_five_are_judged[{{}}]"
ANYWHERE = f"{RACES}/test_wrong_passwords.py::test_of_40_wrong_passwords_at_once_from_40_addresses_thirty_are_judged"
GIVEN_BACK = f"{RACES}/test_wrong_passwords.py::test_who_was_right_has_the_try_back_at_once"
ENDED = (
    f"{RACES}/test_session_termination.py::test_no_token_ever_handed_out_is_accepted_once_the_end_has_returned[{{}}]"
)
REVIVED = f"{RACES}/test_session_termination.py::test_a_request_that_is_under_way_revives_nothing"
OLD_PASSWORD = (
    f"{RACES}/test_login_during_termination.py::"
    "test_no_session_opened_with_the_old_password_is_accepted_once_the_change_has_returned[{}]"
)
WAITING = (
    f"{RACES}/test_registrations.py::test_of_50_wrong_passwords_at_once_for_a_waiting_registration_five_are_judged"
)
INVITED = f"{RACES}/test_registrations.py::test_invitations_of_one_address_at_once_make_one_user"
CHANGE, DEACTIVATION = "password_change_in_the_other_browser", "deactivation"
CLEANUP = f"{RACES}/test_cleanup.py::test_two_cleanups_at_once_beside_logins_take_only_what_is_over"
TAKE_OVER = f"{RACES}/test_cleanup.py::test_logins_that_take_over_expired_sessions_are_not_swept_away_by_each_other"
SWEPT = f"{RACES}/test_cleanup.py::test_login_succeeds_while_the_expired_session_that_it_would_sweep_is_locked"
DEMOTIONS = f"{RACES}/test_last_administrator.py::test_of_two_administrators_who_demote_each_other_at_once_one_stays"
OFFICE = (
    "tests/scenarios/test_one_address.py::test_forty_people_sign_in_from_one_address_and_one_of_them_is_throttled_alone"
)

ONE_48 = "tests/users/test_login_networks.py::test_sixty_attempts_over_sixty_accounts_from_one_48_meet_its_limit"
IN_USE = "tests/users/test_login_successes.py::test_failures_and_browsers_in_use_do_not_count"
NARROW = f"{RACES}/test_narrow_limits.py"
SESSIONS = f"{NARROW}::test_of_30_logins_at_once_as_many_sessions_live_on_as_the_limit_allows"
SUCCESSES = f"{NARROW}::test_of_40_logins_at_once_thirty_succeed"
MANY_REFRESHES = f"{NARROW}::test_of_refreshes_in_all_processes_one_session_has_as_many_as_the_limit_allows"

# fmt: off
SESSION_MUTANTS = [
    Mutant("browser-unique", "the column is not UNIQUE", TWO_USERS, MARIADB, wrap(replacements.not_unique)),
    Mutant("browser-insert-race", "the loser at UNIQUE does not read the winner's row", TWO_USERS, MARIADB),
    Mutant("browser-lock", "the browser's row is read without a lock", EXPIRED, MARIADB),
    Mutant("browser-in-use", "another user's live row is taken over", TWO_USERS, BOTH),
    Mutant("refresh-swap", "the UPDATE does not compare the old token", REFRESHES, MARIADB),
    Mutant("write-transaction", "a write runs without a transaction", REFRESHES),
    Mutant(
        "isolation-level", "MariaDB runs with its default isolation level, repeatable read",
        REFRESHES, MARIADB, set_value("repeatable read"),
    ),
    Mutant(
        "reuse-grace", "there is no grace period: every second use is theft",
        REFRESHES, BOTH, wrap(replacements.empty),
    ),
    Mutant("refresh-replay", "a retry does not get the first response again", RETRIES, BOTH),
    Mutant("retry-key", "the key of the retry is not compared", TWO_KEYS, BOTH, drop_operand(-1)),
    Mutant(
        "limit-take", "nothing is taken from a limit",
        WRONG.format("plainly"), BOTH, wrap(replacements.never_refusing),
    ),
    Mutant(
        "limit-condition", "the limit is read, then written",
        WRONG.format("plainly"), MARIADB, wrap(replacements.always_true),
    ),
    Mutant(
        "limit-before-hash", "the attempt is counted after the hash",
        WRONG.format("plainly"), BOTH, operators.move_to_top,
    ),
    Mutant("all-buckets", "the limits are not taken from all together or from none", ANYWHERE),
    Mutant("account-limit", "there is no limit on the account over all addresses", ANYWHERE, BOTH),
    Mutant("limit-give-back", "an attempt with the right password is not given back", GIVEN_BACK, BOTH),
    Mutant(
        "trusted-proxies", "X-Forwarded-For of any client is trusted",
        WRONG.format("with_a_forged_address"), BOTH, set_value(1),
    ),
    Mutant(
        "limit-subject", "the limit counts by the typed e-mail, not by the account",
        WRONG.format("in_another_spelling"), BOTH, operators.use_first_argument,
    ),
    Mutant(
        "admin-login-limit", "the admin's login page verifies passwords without the limits",
        WRONG.format("at_the_admin"), BOTH, wrap_call(replacements.without_limits),
    ),
    Mutant(
        "password-change-limit", "the password change verifies passwords without the limits",
        WRONG.format("by_a_password_change"), BOTH, wrap_call(replacements.without_limits),
    ),
    Mutant(
        "email-change-limit", "the e-mail change verifies passwords without the limits",
        WRONG.format("by_an_email_change"), BOTH, wrap_call(replacements.without_limits),
    ),
    Mutant(
        "registration-limit", "the confirmation of a registration verifies passwords without the limits",
        WAITING, BOTH, wrap_call(replacements.without_limits),
    ),
    Mutant("email-insert-race", "the loser at UNIQUE gets no refusal", INVITED, BOTH),
    Mutant(
        "address-limit", "the limit of the address counts right passwords too",
        OFFICE, BOTH, operators.make_positional,
    ),
    Mutant(
        "wide-networks", "there is no limit on IPv6 networks larger than a /64",
        ONE_48, BOTH, wrap(replacements.first_alone),
    ),
    Mutant("login-success", "successful logins are not counted", SUCCESSES, BOTH, set_value(())),
    Mutant("success-give-back", "a login that finds its browser in use counts as successful", IN_USE, BOTH),
    Mutant("session-limit", "a user may have any number of sessions", SESSIONS, BOTH),
    Mutant("refresh-limit", "a session may refresh any number of times", MANY_REFRESHES, BOTH),
    Mutant(
        "session-read", "each process caches the sessions that it has read",
        ENDED.format("logout"), BOTH, wrap_call(replacements.cached),
    ),
    Mutant("session-end-lock", "the rows are read without a lock", ENDED.format("logout"), MARIADB),
    Mutant("refresh-blacklist", "the refresh token is not blacklisted", ENDED.format("revocation_by_a_manager"), BOTH),
    Mutant(
        "touch-condition", "the row is saved whole, not updated on conditions",
        REVIVED, BOTH, wrap(replacements.saved_whole),
    ),
    Mutant("password-change-ends", "other sessions do not end", ENDED.format(CHANGE), BOTH),
    Mutant("deactivation-ends", "sessions of an inactive user do not end", ENDED.format(DEACTIVATION), BOTH),
    Mutant("administrators-lock", "the administrators are read without a lock", DEMOTIONS, MARIADB),
    Mutant("login-still-right", "the password is not compared again under the lock", OLD_PASSWORD.format(CHANGE), BOTH),
    Mutant(
        "login-still-right", "the active flag is not checked again under the lock",
        OLD_PASSWORD.format(DEACTIVATION), BOTH,
    ),
    Mutant("login-user-lock", "the user's row is read without a lock", OLD_PASSWORD.format(CHANGE), MARIADB),
    Mutant(
        "sweep-still-expired", "the expiry is not checked again under the lock",
        TAKE_OVER, MARIADB, wrap(replacements.read_first),
    ),
    Mutant("session-end-lock", "two cleanups read the same rows without a lock", CLEANUP, MARIADB),
    Mutant("write-transaction", "two cleanups at once run without a transaction", CLEANUP),
    Mutant("sweep-gives-way", "a login waits for rows that are locked by others", SWEPT, MARIADB),
    Mutant("conflict-retry", "a conflict is not retried", MANY_USERS, MARIADB, set_value(1)),
    Mutant(
        "begin-immediate", "SQLite begins transactions deferred, as by default",
        SESSIONS, SQLITE, set_value("DEFERRED"),
    ),
]
# fmt: on
