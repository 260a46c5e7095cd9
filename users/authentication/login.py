"""Logs users in and out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from rest_framework_simplejwt.settings import api_settings

from audit.events import Event
from audit.services import record, record_deferred
from core.client_info import ClientInfo
from core.clock import now
from core.db.deferred import execute_deferred
from core.db.rows import read_rows
from core.db.sql import update_sql
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError
from factors.login_challenges import FactorDue
from sessions_browser.exceptions import BrowserInUse, TokenError
from sessions_browser.models import BrowserSession
from sessions_browser.request_browser import RequestBrowser
from sessions_browser.selectors import accepts_browser, find_session, session_for_browser
from sessions_browser.services import end_session, end_sessions, open_session, purge_at_login
from sessions_browser.tokens import Tokens, decode_ignoring_expiry, tokens_of
from users.authentication.breached_passwords import is_breached
from users.authentication.factor_step import LoginTarget, Opened, start_factor_step
from users.authentication.known_browsers import AttemptBrowser, find_account, record_sign_in
from users.authentication.password_attempts import (
    PasswordAttempt,
    attempt_password,
    record_failure,
    release_limits,
    settle_blocked,
)
from users.email_normalization import normalize_email
from users.exceptions import InvalidCredentials
from users.models import User
from users.password_hashing import verify_password


@dataclass(frozen=True)
class SignedIn:
    """The result of a login."""

    user: User
    session: BrowserSession
    tokens: Tokens
    must_change_password: bool = False  # it is known from a breach


def log_in(*, email: str, password: str, target: LoginTarget, client: ClientInfo) -> SignedIn | FactorDue:
    """Signs a user in on a browser; a user with a second factor gets a challenge in place of a session.

    Raises Throttled, InvalidCredentials, or BrowserInUse where another user has a live session on the browser.
    """
    user, browser = find_account(browser_id=target.known_by, email=normalize_email(email))
    attempt = attempt_password(email=email, password=password, client=client, user=user, browser=browser)
    result = cast("SignedIn | FactorDue", _open(attempt, target, client))  # mypy makes one type of both
    purge_at_login(client)
    if isinstance(result, FactorDue):
        return result
    return replace(result, must_change_password=is_breached(password))


def is_still_valid(attempt: PasswordAttempt) -> bool:
    """Whether the password was right and still is: locks the user's row, in the caller's transaction."""
    return lock_if_still_valid(attempt) is not None


def lock_if_still_valid(attempt: PasswordAttempt) -> User | None:
    """The user, locked in the caller's transaction, if the password was right and still is.

    Since the hash was computed the password may have been changed or the user deactivated; both lock the same row, so
    the later of the two transactions sees the earlier one. A different stored hash may be of the same password,
    renewed by another login, so it is verified again.
    """
    if attempt.user is None or not attempt.is_valid:
        return None
    rows = read_rows(User, "id = %s", [attempt.user.pk], lock=True)  # guard: login-user-lock
    row = rows[0]
    if not row.is_active:
        return None
    is_same = row.password == attempt.user.password or verify_password(attempt.password, row.password).is_valid
    return row if is_same else None


def finish_login(
    attempt: PasswordAttempt, open_session: Callable[[User], Opened], client: ClientInfo
) -> tuple[User, BrowserSession] | FactorDue | ApplicationError:
    """The user and the session that `open_session` opens for the locked row of the user, in the caller's transaction.

    `open_session` may return a challenge for the second factor. Counts or refunds the attempt. Returns and records
    InvalidCredentials for a wrong password and BrowserInUse from `open_session`.
    """
    user, row = attempt.user, lock_if_still_valid(attempt)
    if user is None or row is None:  # guard: login-still-right
        record_failure(attempt, event=Event.LOGIN_FAILED, client=client)
        return InvalidCredentials()
    release_limits(attempt)
    if renew_hash(attempt):
        row.password = attempt.new_hash or ""
    opened = open_session(row)
    if isinstance(opened, BrowserInUse):
        settle_blocked(attempt)
        record(Event.LOGIN_BLOCKED, client=client, user_id=user.pk, actor_id=user.pk)
        return opened
    return opened if isinstance(opened, FactorDue) else (user, opened)


def record_login(
    user: User, session: BrowserSession, browser: AttemptBrowser, client: ClientInfo, **details: str
) -> SignedIn:
    """Records a successful login at the API, in the caller's transaction."""
    if api_settings.UPDATE_LAST_LOGIN:
        execute_deferred(*update_sql(User, {"last_login": now()}, {"id": user.pk}))
    new: dict[str, Any] = {"new_browser": True} if record_sign_in(user, browser, client) else {}
    record_deferred(
        Event.LOGIN_SUCCEEDED, client=client, user_id=user.pk, actor_id=user.pk, session=session.pk, **details, **new
    )
    return SignedIn(user, session, tokens_of(session))


def renew_hash(attempt: PasswordAttempt) -> bool:
    """Stores the new hash, if there is one and the old one has not changed since; in the caller's transaction.

    Returns whether it was stored.
    """
    user = attempt.user
    if user is None or attempt.new_hash is None:
        return False
    return bool(User.objects.filter(pk=user.pk, password=user.password).update(password=attempt.new_hash))


def log_out(*, access_token: str | None, browser: RequestBrowser, client: ClientInfo) -> bool:
    """Ends the session that a header's token (live or expired) belongs to; returns whether there was one.

    The request must come from a browser that the session accepts, so that a copied token cannot end a session.
    """
    if access_token is None:
        return False
    try:
        claims = decode_ignoring_expiry(access_token, "access")
    except TokenError:
        return False
    session = find_session(claims.sid)
    if session is None or not accepts_browser(session, browser):
        return False
    return _end(session, client)


@atomic_with_retry
def log_out_browser(*, browser: RequestBrowser, client: ClientInfo) -> bool:
    """Ends the session of the browser with this `browserId`; returns whether there was one."""
    if not browser.browser_hash:
        return False
    return bool(
        end_sessions(session_for_browser(browser.browser_hash), event=Event.LOGOUT, client=client, actor_id=None)
    )


@atomic_with_retry
def _end(session: BrowserSession, client: ClientInfo) -> bool:
    return end_session(session, event=Event.LOGOUT, client=client)


@atomic_with_retry
def _open(attempt: PasswordAttempt, target: LoginTarget, client: ClientInfo) -> SignedIn | FactorDue | ApplicationError:
    def open_new(user: User) -> Opened:
        if user.has_factor:  # guard: factor-due
            return start_factor_step(user, target, client, must_change_password=is_breached(attempt.password))
        return open_session(user_id=user.pk, browser_hash=target.browser_hash, binding=target.binding, client=client)

    finished = finish_login(attempt, open_new, client)
    if isinstance(finished, FactorDue | ApplicationError):
        return finished
    user, session = finished
    return record_login(user, session, attempt.browser, client)
