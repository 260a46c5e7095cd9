"""The guards against races and guessing: where each stands, how it is taken out, and the test that then fails."""

from dataclasses import dataclass

BOTH, SQLITE, MARIADB = ("sqlite", "mariadb"), ("sqlite",), ("mariadb",)
TWO_USERS = "test_one_browser_two_users.py::test_two_users_at_once_on_a_new_browser_in_50_rounds"
MANY_USERS = "test_one_browser_two_users.py::test_of_many_users_at_once_on_one_browser_exactly_one_gets_in"
EXPIRED = "test_one_browser_two_users.py::test_two_users_at_once_on_a_browser_whose_session_has_expired"
REFRESHES = "test_refresh.py::test_of_32_refreshes_of_one_token_one_wins_and_the_session_lives_on"
RETRIES = "test_refresh.py::test_32_tries_of_one_call_under_one_key_get_the_same_tokens"
TWO_KEYS = "test_refresh.py::test_of_two_keys_for_one_token_one_wins"
WRONG = "test_wrong_passwords.py::test_of_50_wrong_passwords_at_once_five_are_judged[{}]"
ANYWHERE = "test_wrong_passwords.py::test_of_40_wrong_passwords_at_once_from_40_addresses_thirty_are_judged"
GIVEN_BACK = "test_wrong_passwords.py::test_who_was_right_has_the_try_back_at_once"
ENDED = "test_endings.py::test_no_token_ever_handed_out_is_accepted_once_the_end_has_returned[{}]"
REVIVED = "test_endings.py::test_a_request_that_is_under_way_revives_nothing"
OLD_PASSWORD = (
    "test_logins_and_endings.py::"
    "test_no_session_opened_with_the_old_password_is_accepted_once_the_change_has_returned[{}]"
)
CHANGE, DEACTIVATION = "password_change_in_the_other_browser", "deactivation"
CLEANUP = "test_cleanup.py::test_two_cleanups_at_once_beside_logins_take_only_what_is_over"
TAKE_OVER = "test_cleanup.py::test_logins_that_take_over_expired_sessions_are_not_swept_away_by_each_other"
OFFICE = "test_one_address.py::test_forty_people_sign_in_from_one_address_and_one_of_them_is_throttled_alone"

SESSIONS, PEOPLE = "sessions_browser/services", "users/services"
# A judged password that took nothing from the limits.
UNLIMITED = (
    "user = {0}\n    judged = PasswordTry(user, bool(user and user.check_password({1})), None, (), "
    "__import__('core.limits').limits.window('login_address', client.network), '')"
)


@dataclass(frozen=True)
class Guard:
    """`old` becomes `new` in `file`; then `test` fails on each of `databases` (on the others another guard holds)."""

    file: str
    where: str
    how: str
    old: str
    new: str
    test: str
    databases: tuple[str, ...] = SQLITE


# fmt: off
GUARDS = [
    Guard(
        "sessions_browser/migrations/0001_browser_sessions.py", "browser_id", "the column is not UNIQUE",
        "('browser_id', models.CharField(max_length=255, unique=True))",
        "('browser_id', models.CharField(max_length=255))",
        TWO_USERS, MARIADB,
    ),
    Guard(
        f"{SESSIONS}/opening.py", "open_session", "who loses at UNIQUE does not look at the winner's row",
        "except IntegrityError:", "except ZeroDivisionError:", TWO_USERS, MARIADB,
    ),
    Guard(
        f"{SESSIONS}/opening.py", "_lock", "the browser's row is read without a lock",
        ".select_for_update()", "", EXPIRED, MARIADB,
    ),
    Guard(
        f"{SESSIONS}/opening.py", "_take_over", "another user's live row is taken over",
        "if row.user_id != user_id and not expired:", "if False:", TWO_USERS, BOTH,
    ),
    Guard(
        f"{SESSIONS}/rotation.py", "_swap", "the UPDATE does not ask for the old token",
        ", refresh_jti=spent.refresh_jti\n", "\n", REFRESHES, MARIADB,
    ),
    Guard(
        "core/writes.py", "one_transaction", "a write is no transaction",
        "with transaction.atomic(durable=True):", "with __import__('contextlib').nullcontext():", REFRESHES,
    ),
    Guard(
        "bankportal/settings.py", "DATABASES", "MariaDB's own isolation level, repeatable read",
        '"isolation_level": "read committed"', '"isolation_level": "repeatable read"', REFRESHES, MARIADB,
    ),
    Guard(
        f"{SESSIONS}/rotation.py", "SUPERSEDED_FOR", "every second use is theft",
        "timedelta(seconds=10)", "timedelta(seconds=0)", REFRESHES, BOTH,
    ),
    Guard(
        f"{SESSIONS}/rotation.py", "_late", "a retry is not answered again",
        "if replay and", "if False and", RETRIES, BOTH,
    ),
    Guard(
        f"{SESSIONS}/rotation.py", "_late", "another call's key counts as this one's",
        " and session.retry_key_hash == _hash(retry_key)", "", TWO_KEYS, BOTH,
    ),
    Guard(
        "core/limits.py", "take", "reads, then writes",
        "if _push(of, stamp, moment, only_if_free=True):\n        return stamp\n    wait =",
        "if not wait_of(of) and _push(of, stamp, moment, only_if_free=False):\n        return stamp\n    wait =",
        WRONG.format("plainly"), MARIADB,
    ),
    Guard(
        f"{PEOPLE}/password_tries.py", "try_password", "the try is taken after the hash",
        "    try:\n        taken = _take(",
        "    right, new_hash = _judge(user, password)\n    try:\n        taken = _take(",
        WRONG.format("plainly"), BOTH,
    ),
    Guard(
        f"{PEOPLE}/password_tries.py", "_take", "not from all buckets or from none",
        "@one_transaction\ndef _take(", "def _take(", ANYWHERE,
    ),
    Guard(
        f"{PEOPLE}/password_tries.py", "_take", "no limit on the account from anywhere",
        "for window in (here, anywhere)", "for window in (here,)", ANYWHERE, BOTH,
    ),
    Guard(
        f"{PEOPLE}/password_tries.py", "settle_right", "who was right does not get the try back",
        "limits.give_back(window, stamp)", "pass", GIVEN_BACK, BOTH,
    ),
    Guard(
        "core/client.py", "_address", "X-Forwarded-For is believed from anybody",
        "count = settings.TRUSTED_PROXY_COUNT", "count = 1", WRONG.format("with_a_forged_address"), BOTH,
    ),
    Guard(
        f"{PEOPLE}/password_tries.py", "try_password", "counts what was typed, not whom it names",
        'f"user:{user.pk}" if user else f"typed:{canonical(email)}"', "email",
        WRONG.format("in_another_spelling"), BOTH,
    ),
    Guard(
        f"{PEOPLE}/admin_sign_in.py", "sign_in_to_admin", "the admin's login page judges by itself",
        "judged = try_password(email=email, password=password, client=client, user=user_by_email(email))",
        UNLIMITED.format("user_by_email(email)", "password"), WRONG.format("at_the_admin"), BOTH,
    ),
    Guard(
        f"{PEOPLE}/passwords.py", "change_password", "the password change judges by itself",
        "judged = try_password(email=known.email, password=current_password, client=client, user=known)",
        UNLIMITED.format("known", "current_password"), WRONG.format("by_a_password_change"), BOTH,
    ),
    Guard(
        f"{PEOPLE}/password_tries.py", "_take", "the address's limit counts who is right too",
        "limits.check(address)", "limits.take(address)", OFFICE, BOTH,
    ),
    Guard(
        "sessions_browser/middleware.py", "accept", "each process keeps the sessions that it has seen",
        "GetResponse = Callable", "find_session = __import__('functools').cache(find_session)\nGetResponse = Callable",
        ENDED.format("logout"), BOTH,
    ),
    Guard(
        f"{SESSIONS}/ending.py", "end_sessions", "the rows are read without a lock",
        ".select_for_update()", "", ENDED.format("logout"), MARIADB,
    ),
    Guard(
        f"{SESSIONS}/ending.py", "end_sessions", "the refresh token is not blacklisted",
        "        blacklist(sessions)\n", "", ENDED.format("revocation_by_a_manager"), BOTH,
    ),
    Guard(
        f"{SESSIONS}/touching.py", "touch", "the row is saved, not updated on conditions",
        "    BrowserSession.objects.filter(\n",
        "    session.last_active_at = at\n    session.save()\n    BrowserSession.objects.filter(\n",
        REVIVED, BOTH,
    ),
    Guard(
        f"{PEOPLE}/passwords.py", "_change", "other sessions do not end",
        "    end_sessions(others,", "    (lambda *a, **k: None)(others,", ENDED.format(CHANGE), BOTH,
    ),
    Guard(
        f"{PEOPLE}/people.py", "_apply", "sessions sleep while their user is inactive, and wake",
        "        end_sessions(rows,", "        (lambda *a, **k: None)(rows,", ENDED.format(DEACTIVATION), BOTH,
    ),
    Guard(
        f"{PEOPLE}/signing_in.py", "_open", "whether the password still is right is not asked",
        "if user is None or not still_right(judged):", "if user is None:", OLD_PASSWORD.format(CHANGE), BOTH,
    ),
    Guard(
        f"{PEOPLE}/signing_in.py", "_open", "whether the user still is active is not asked",
        "if user is None or not still_right(judged):", "if user is None:", OLD_PASSWORD.format(DEACTIVATION), BOTH,
    ),
    Guard(
        f"{PEOPLE}/signing_in.py", "still_right", "the user's row is read without a lock",
        "User.objects.select_for_update().get(", "User.objects.get(", OLD_PASSWORD.format(CHANGE), MARIADB,
    ),
    Guard(
        f"{SESSIONS}/cleanup.py", "_end_expired", "whether the row still is expired is not asked under the lock",
        "expired.filter(pk__in=ids)", "BrowserSession.objects.filter(pk__in=ids)", TAKE_OVER, MARIADB,
    ),
    Guard(
        f"{SESSIONS}/ending.py", "end_sessions", "two cleanups read the same rows without a lock",
        ".select_for_update()", "", CLEANUP, MARIADB,
    ),
    Guard(
        "core/writes.py", "one_transaction", "two cleanups at once, in no transaction",
        "with transaction.atomic(durable=True):", "with __import__('contextlib').nullcontext():", CLEANUP,
    ),
    Guard(
        f"{SESSIONS}/cleanup.py", "sweep", "a login does not give way to who is at the same rows",
        "except OperationalError as exc:", "except ZeroDivisionError as exc:", TAKE_OVER, MARIADB,
    ),
    Guard(
        "core/writes.py", "one_transaction", "a conflict is not tried again",
        "TRIES = 5", "TRIES = 1", MANY_USERS, MARIADB,
    ),
    Guard(
        "bankportal/settings.py", "DATABASES", "SQLite's own way to begin, deferred",
        '"transaction_mode": "IMMEDIATE"', '"transaction_mode": "DEFERRED"', REFRESHES,
    ),
]
# fmt: on
