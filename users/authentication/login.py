"""Logs users in and out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from rest_framework_simplejwt.settings import api_settings

from audit.events import Event
from audit.services import record
from core.client_info import ClientInfo
from core.clock import now
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError
from sessions_browser.cookies import browser_hash
from sessions_browser.enums import Binding
from sessions_browser.exceptions import BrowserInUse, TokenError
from sessions_browser.models import BrowserSession
from sessions_browser.request_browser import RequestBrowser
from sessions_browser.selectors import accepts_browser, find_session, session_for_browser
from sessions_browser.services import end_session, end_sessions, open_session, purge_expired
from sessions_browser.tokens import Tokens, decode_ignoring_expiry, tokens_of
from users.authentication.breached_passwords import is_breached
from users.authentication.known_browsers import find_account, record_sign_in
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


def log_in(*, email: str, password: str, browser_id: str, binding: Binding, client: ClientInfo) -> SignedIn:
    """Signs a user in on the browser of this `browserId`, which is a random one for an unbound session.

    Raises Throttled, InvalidCredentials, or BrowserInUse where another user has a live session on the browser.
    """
    # Without a bound session there is no browser that could be known: a script may send no cookie at all.
    cookie = browser_id if binding is Binding.COOKIE_REQUIRED else None
    user, browser = find_account(browser_id=cookie, email=normalize_email(email))
    attempt = attempt_password(email=email, password=password, client=client, user=user, browser=browser)
    signed_in = _open(attempt, browser_id, binding, client)
    purge_expired(client)
    return replace(signed_in, must_change_password=is_breached(password))


def is_still_valid(attempt: PasswordAttempt) -> bool:
    """Whether the password was right and still is: locks the user's row, in the caller's transaction.

    Since the hash was computed the password may have been changed or the user deactivated; both lock the same row, so
    the later of the two transactions sees the earlier one. A different stored hash may be of the same password,
    renewed by another login, so it is verified again.
    """
    if attempt.user is None or not attempt.is_valid:
        return False
    row = User.objects.select_for_update().get(pk=attempt.user.pk)  # guard: login-user-lock
    if not row.is_active:
        return False
    return row.password == attempt.user.password or verify_password(attempt.password, row.password).is_valid


def finish_login(
    attempt: PasswordAttempt, open_session: Callable[[int], BrowserSession | BrowserInUse], client: ClientInfo
) -> tuple[User, BrowserSession] | ApplicationError:
    """The user and the session that `open_session` opens for their id, in the caller's transaction.

    Counts or refunds the attempt. Returns and records InvalidCredentials for a wrong password and BrowserInUse from
    `open_session`.
    """
    user = attempt.user
    if user is None or not is_still_valid(attempt):  # guard: login-still-right
        record_failure(attempt, event=Event.LOGIN_FAILED, client=client)
        return InvalidCredentials()
    release_limits(attempt)
    session = open_session(user.pk)
    if isinstance(session, BrowserInUse):
        settle_blocked(attempt)
        record(Event.LOGIN_BLOCKED, client=client, user_id=user.pk, actor_id=user.pk)
        return session
    renew_hash(attempt)
    return user, session


def renew_hash(attempt: PasswordAttempt) -> None:
    """Stores the new hash, if there is one and the old one has not changed since; in the caller's transaction."""
    user = attempt.user
    if user is None or attempt.new_hash is None:
        return
    User.objects.filter(pk=user.pk, password=user.password).update(password=attempt.new_hash)


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
def _open(
    attempt: PasswordAttempt, browser_id: str, binding: Binding, client: ClientInfo
) -> SignedIn | ApplicationError:
    def open_new(user_id: int) -> BrowserSession | BrowserInUse:
        return open_session(user_id=user_id, browser_hash=browser_hash(browser_id), binding=binding, client=client)

    finished = finish_login(attempt, open_new, client)
    if isinstance(finished, ApplicationError):
        return finished
    user, session = finished
    if api_settings.UPDATE_LAST_LOGIN:
        User.objects.filter(pk=user.pk).update(last_login=now())
    is_new = record_sign_in(user, attempt.browser, client)
    details = {"new_browser": True} if is_new else {}
    record(Event.LOGIN_SUCCEEDED, client=client, user_id=user.pk, actor_id=user.pk, session=session.pk, **details)
    return SignedIn(user, session, tokens_of(session))
