"""The mutants of people and sessions: the guard that each lacks, and the test that must fail without it."""

from tools.mutation_tests import operators, replacements
from tools.mutation_tests.mutant import BOTH, MARIADB, SQLITE, Mutant
from tools.mutation_tests.operators import drop_operand, set_value, wrap, wrap_call

RACES = "tests/concurrency"
TWO_USERS = (
    f"{RACES}/test_one_browser_two_users.py::test_concurrent_logins_of_two_users_on_a_new_browser_let_one_user_in"
)
MANY_USERS = f"{RACES}/test_one_browser_two_users.py::test_concurrent_logins_of_16_users_on_one_browser_let_one_user_in"
EXPIRED = (
    f"{RACES}/test_one_browser_two_users.py::test_concurrent_logins_of_two_users_on_an_expired_session_let_one_user_in"
)
REFRESHES = f"{RACES}/test_refresh.py::test_32_concurrent_refreshes_of_one_token_succeed_once_and_keep_the_session"
RETRIES = f"{RACES}/test_refresh.py::test_32_concurrent_retries_of_a_refresh_with_one_key_get_the_same_tokens"
TWO_KEYS = f"{RACES}/test_refresh.py::test_concurrent_refreshes_of_one_token_with_two_keys_succeed_for_one_key"
WRONG = f"{RACES}/test_wrong_passwords.py::test_50_concurrent_wrong_passwords_compute_five_hashes[{{}}]"
ANYWHERE = (
    f"{RACES}/test_wrong_passwords.py::test_40_concurrent_wrong_passwords_from_40_addresses_compute_thirty_hashes"
)
GIVEN_BACK = f"{RACES}/test_wrong_passwords.py::test_right_password_releases_its_login_attempt"
ENDED = f"{RACES}/test_session_termination.py::test_issued_tokens_are_rejected_after_session_termination[{{}}]"
REVIVED = f"{RACES}/test_session_termination.py::test_request_in_progress_does_not_revive_an_ended_session"
OLD_PASSWORD = (
    f"{RACES}/test_login_during_termination.py::"
    "test_session_opened_during_password_change_or_deactivation_is_rejected_afterwards[{}]"
)
WAITING = (
    f"{RACES}/test_registrations.py::test_50_concurrent_wrong_passwords_for_a_pending_registration_compute_five_hashes"
)
INVITED = f"{RACES}/test_registrations.py::test_concurrent_invitations_of_one_address_create_one_user"
CHANGE, DEACTIVATION = "password_change_in_the_other_browser", "deactivation"
CLEANUP = f"{RACES}/test_cleanup.py::test_two_concurrent_cleanups_during_logins_delete_only_expired_rows"
TAKE_OVER = f"{RACES}/test_cleanup.py::test_session_reused_by_a_login_is_not_purged_by_a_concurrent_login"
SWEPT = f"{RACES}/test_cleanup.py::test_login_succeeds_while_the_expired_session_that_it_would_purge_is_locked"
DEMOTIONS = f"{RACES}/test_last_administrator.py::test_two_administrators_demoting_each_other_leave_one_administrator"
OFFICE = "tests/scenarios/test_one_address.py::test_forty_users_log_in_from_one_address_and_only_one_user_is_throttled"

ONE_48 = "tests/users/test_login_networks.py::test_limit_of_a_48_network_applies_across_accounts_and_its_64_networks"
IN_USE = "tests/users/test_login_successes.py::test_failed_logins_and_browsers_in_use_do_not_count_as_successes"
NARROW = f"{RACES}/test_narrow_limits.py"
SESSIONS = f"{NARROW}::test_30_concurrent_logins_leave_max_sessions_alive"
KEYS = "tests/sessions_browser/test_key_rotation.py"
UNKNOWN_KEY = f"{KEYS}::test_token_cookie_of_an_unknown_key_ends_no_session_and_clears_no_cookie"
OLD_TOKENS = f"{KEYS}::test_token_of_the_old_form_is_refused_after_a_refresh_lifetime"
OLD_COOKIES = "tests/sessions_browser/test_cookie_prefix.py::test_old_names_are_read_for_365_days"
BREACHED = "tests/users/test_breached_passwords.py::test_breached_password_is_refused_when_it_is_set[change]"
OLD_LINKS = "tests/users/test_link_keys.py::test_reset_link_of_the_old_form_works_for_its_lifetime_after_the_upgrade"
REFUSED_TOKENS = "tests/sessions_browser/test_refused_tokens.py"
TYPES = (
    f"{REFUSED_TOKENS}::test_signed_token_with_wrong_issuer_audience_or_type_is_refused_and_ends_no_session[typ JWT]"
)
SUCCESSES = f"{NARROW}::test_login_success_limit_of_30_lets_30_of_40_concurrent_logins_succeed"
KNOWN = f"{RACES}/test_known_browsers.py::test_"
OWNER = KNOWN + "owner_signs_in_on_the_known_browser_during_wrong_passwords_from_100_addresses"
IN_A_ROW = KNOWN + "100_wrong_passwords_in_a_row_are_judged_and_later_ones_wait_an_hour[member]"
FIRST_LOGINS = KNOWN + "32_concurrent_first_logins_on_one_browser_queue_one_mail"
BROWSERS = "tests/users/test_known_browsers.py::test_"
PLANTED = BROWSERS + "planted_browser_id_makes_no_browser_known[member]"
ON_IT = BROWSERS + "browser_is_unknown_after_100_wrong_passwords_on_it_until_a_success"
UNLOCKED = BROWSERS + "lock_outlasts_the_hour_until_a_success_on_a_known_browser"
MAILS = f"{RACES}/test_outbox.py::test_four_workers_send_each_of_100_mails_once"
VOID = "tests/users/test_notices.py::test_queued_reset_link_is_not_sent_after_a_change_that_voids_it[password]"
MANY_REFRESHES = f"{NARROW}::test_refresh_limit_of_a_session_is_exact_across_processes"

# fmt: off
SESSION_MUTANTS = [
    Mutant("browser-unique", "the column is not UNIQUE", TWO_USERS, MARIADB, wrap(replacements.not_unique)),
    Mutant("browser-insert-race", "the loser at UNIQUE does not read the winner's row", TWO_USERS, MARIADB),
    Mutant(
        "browser-lock", "the browser's row is read without a lock",
        EXPIRED, MARIADB, wrap_call(replacements.outdated),
    ),
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
        WRONG.format("login"), BOTH, wrap(replacements.never_refusing),
    ),
    Mutant(
        "limit-condition", "the limit is read, then written",
        WRONG.format("login"), MARIADB, wrap(replacements.always_true),
    ),
    Mutant(
        "limit-before-hash", "the attempt is counted after the hash",
        WRONG.format("login"), BOTH, operators.move_to_top,
    ),
    Mutant("all-buckets", "the limits are not taken from all together or from none", ANYWHERE),
    Mutant("account-limit", "there is no limit on the account over all addresses", ANYWHERE, BOTH),
    Mutant("limit-give-back", "an attempt with the right password is not given back", GIVEN_BACK, BOTH),
    Mutant(
        "trusted-proxies", "X-Forwarded-For of any client is trusted",
        WRONG.format("login_with_forged_address"), BOTH, set_value(1),
    ),
    Mutant(
        "limit-subject", "the limit counts by the typed e-mail, not by the account",
        WRONG.format("login_with_email_variant"), BOTH, operators.use_first_argument,
    ),
    Mutant(
        "admin-login-limit", "the admin's login page verifies passwords without the limits",
        WRONG.format("admin_login"), BOTH, wrap_call(replacements.without_limits),
    ),
    Mutant(
        "password-change-limit", "the password change verifies passwords without the limits",
        WRONG.format("password_change"), BOTH, wrap_call(replacements.without_limits),
    ),
    Mutant(
        "email-change-limit", "the e-mail change verifies passwords without the limits",
        WRONG.format("email_change"), BOTH, wrap_call(replacements.without_limits),
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
    Mutant("token-header-type", "the header's type is not compared", TYPES, BOTH),
    Mutant(
        "unknown-key-clears-nothing", "a token of an unknown key is cleared like a forged one",
        UNKNOWN_KEY, BOTH, set_value(()),
    ),
    Mutant("old-tokens-end", "tokens without a kid are accepted for ever", OLD_TOKENS, BOTH),
    Mutant(
        "old-cookies-end", "cookies without a prefix are read for ever",
        OLD_COOKIES, BOTH, drop_operand(-1),
    ),
    Mutant("shipped-list", "the shipped list of breached passwords is not read", BREACHED, BOTH),
    Mutant("old-links-end", "links without a kid are accepted for their lifetime at any time", OLD_LINKS, BOTH),
    Mutant(
        "known-browser-limit", "known browsers draw on the limits of all others",
        OWNER + "[default limits-1000]", BOTH,
    ),
    Mutant("failures-in-a-row", "failures in a row are not counted", IN_A_ROW, BOTH, set_value(())),
    Mutant("failures-reset", "a success does not end the row of failures", UNLOCKED, BOTH),
    Mutant(
        "known-browser-minted", "any value of the cookie makes a browser known",
        PLANTED, BOTH, drop_operand(0),
    ),
    Mutant("known-browser-failures", "wrong passwords on a known browser are not counted", ON_IT, BOTH),
    Mutant("known-browser-unique", "an account may know a browser twice", FIRST_LOGINS, BOTH),
    Mutant("mail-claim mail-lease", "a mail is not claimed before it is sent", MAILS, BOTH),
    Mutant("mail-facts", "the link of a mail is made although what it signs has changed", VOID, BOTH),
    Mutant("session-limit", "a user may have any number of sessions", SESSIONS, BOTH),
    Mutant("refresh-limit", "a session may refresh any number of times", MANY_REFRESHES, BOTH),
    Mutant(
        "session-read", "each process caches the sessions that it has read",
        ENDED.format("logout"), BOTH, wrap_call(replacements.cached),
    ),
    Mutant(
        "logout-lock", "the row is read without a lock",
        ENDED.format("logout"), MARIADB, wrap_call(replacements.outdated),
    ),
    Mutant(
        "session-end-lock", "the rows are read without a lock",
        ENDED.format("revocation_by_a_manager"), MARIADB, wrap(replacements.outdated_rows),
    ),
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
    Mutant(
        "login-user-lock", "the user's row is read without a lock",
        OLD_PASSWORD.format(CHANGE), MARIADB, wrap_call(replacements.outdated),
    ),
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
