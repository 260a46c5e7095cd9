"""The guards against races and guessing, by their names in the code, and the test that fails without each."""

from dataclasses import dataclass, field

from tests.concurrency import mutations, replacements
from tests.concurrency.mutations import called_through, operand_left_out, taken_out, through, value

BOTH, SQLITE, MARIADB = ("sqlite", "mariadb"), ("sqlite",), ("mariadb",)
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


@dataclass(frozen=True)
class Guard:
    """`names` are its markers in the code, mostly one. Without it `test` fails on each of `databases`.

    `how` says what the code then does, `mutation` brings that about. On the other databases another guard holds.
    """

    names: str
    how: str
    test: str
    databases: tuple[str, ...] = SQLITE
    mutation: object = field(default=taken_out, repr=False)

    @property
    def edits(self):
        """`{marker: mutation}`."""
        return dict.fromkeys(self.names.split(), self.mutation)


# fmt: off
GUARDS = [
    Guard(
        "browser-unique", "the column is not UNIQUE", TWO_USERS, MARIADB, through(replacements.not_unique),
    ),
    Guard(
        "browser-insert-race", "who loses at UNIQUE does not look at the winner's row", TWO_USERS, MARIADB,
    ),
    Guard("browser-lock", "the browser's row is read without a lock", EXPIRED, MARIADB),
    Guard("browser-in-use", "another user's live row is taken over", TWO_USERS, BOTH),
    Guard("refresh-swap", "the UPDATE does not ask for the old token", REFRESHES, MARIADB),
    Guard("write-transaction", "a write is no transaction", REFRESHES),
    Guard(
        "isolation-level", "MariaDB's own isolation level, repeatable read", REFRESHES, MARIADB,
        value("repeatable read"),
    ),
    Guard("reuse-grace", "every second use is theft", REFRESHES, BOTH, through(replacements.empty)),
    Guard("refresh-replay", "a retry is not answered again", RETRIES, BOTH),
    Guard("retry-key", "another call's key counts as this one's", TWO_KEYS, BOTH, operand_left_out(-1)),
    Guard("limit-take", "nothing is taken from a limit", WRONG.format("plainly"), BOTH,
          through(replacements.never_refusing)),
    Guard(
        "limit-condition", "reads, then writes", WRONG.format("plainly"), MARIADB, through(replacements.always),
    ),
    Guard(
        "limit-before-hash", "the try is taken after the hash", WRONG.format("plainly"), BOTH, mutations.moved_up,
    ),
    Guard("all-buckets", "not from all buckets or from none", ANYWHERE),
    Guard("account-limit", "no limit on the account from anywhere", ANYWHERE, BOTH),
    Guard("limit-give-back", "who was right does not get the try back", GIVEN_BACK, BOTH),
    Guard(
        "trusted-proxies", "X-Forwarded-For is believed from anybody", WRONG.format("with_a_forged_address"), BOTH,
        value(1),
    ),
    Guard(
        "limit-subject", "counts what was typed, not whom it names", WRONG.format("in_another_spelling"), BOTH,
        mutations.first_argument,
    ),
    Guard(
        "admin-login-limit", "the admin's login page judges by itself", WRONG.format("at_the_admin"), BOTH,
        called_through(replacements.without_limits),
    ),
    Guard(
        "password-change-limit", "the password change judges by itself", WRONG.format("by_a_password_change"), BOTH,
        called_through(replacements.without_limits),
    ),
    Guard(
        "email-change-limit", "the e-mail change judges by itself", WRONG.format("by_an_email_change"), BOTH,
        called_through(replacements.without_limits),
    ),
    Guard(
        "registration-limit", "the confirmation of a registration judges by itself", WAITING, BOTH,
        called_through(replacements.without_limits),
    ),
    Guard("email-insert-race", "who loses at UNIQUE is not refused", INVITED, BOTH),
    Guard("address-limit", "the address's limit counts who is right too", OFFICE, BOTH, mutations.made_positional),
    Guard(
        "wide-networks", "no limit on IPv6 networks larger than a /64", ONE_48, BOTH, through(replacements.first_alone),
    ),
    Guard("login-success", "successful logins are not counted", SUCCESSES, BOTH, value(())),
    Guard("success-give-back", "a login that finds its browser in use counts as successful", IN_USE, BOTH),
    Guard("session-limit", "a user may have any number of sessions", SESSIONS, BOTH),
    Guard("refresh-limit", "a session may refresh as often as it likes", MANY_REFRESHES, BOTH),
    Guard(
        "session-read", "each process keeps the sessions that it has seen", ENDED.format("logout"), BOTH,
        called_through(replacements.cached),
    ),
    Guard("session-end-lock", "the rows are read without a lock", ENDED.format("logout"), MARIADB),
    Guard(
        "refresh-blacklist", "the refresh token is not blacklisted", ENDED.format("revocation_by_a_manager"), BOTH,
    ),
    Guard(
        "touch-condition", "the row is saved, not updated on conditions", REVIVED, BOTH,
        through(replacements.saved_whole),
    ),
    Guard("password-change-ends", "other sessions do not end", ENDED.format(CHANGE), BOTH),
    Guard(
        "deactivation-ends", "sessions sleep while their user is inactive, and wake", ENDED.format(DEACTIVATION), BOTH,
    ),
    Guard("administrators-lock", "the administrators are read without a lock", DEMOTIONS, MARIADB),
    Guard(
        "login-still-right", "whether the password still is right is not asked", OLD_PASSWORD.format(CHANGE), BOTH,
    ),
    Guard(
        "login-still-right", "whether the user still is active is not asked", OLD_PASSWORD.format(DEACTIVATION), BOTH,
    ),
    Guard("login-user-lock", "the user's row is read without a lock", OLD_PASSWORD.format(CHANGE), MARIADB),
    Guard(
        "sweep-still-expired", "whether the row still is expired is not asked under the lock", TAKE_OVER, MARIADB,
        through(replacements.read_first),
    ),
    Guard("session-end-lock", "two cleanups read the same rows without a lock", CLEANUP, MARIADB),
    Guard("write-transaction", "two cleanups at once, in no transaction", CLEANUP),
    Guard("sweep-gives-way", "a login does not give way to who is at the same rows", SWEPT, MARIADB),
    Guard("conflict-retry", "a conflict is not tried again", MANY_USERS, MARIADB, value(1)),
    Guard("begin-immediate", "SQLite's own way to begin, deferred", SESSIONS, SQLITE, value("DEFERRED")),
]
# fmt: on
