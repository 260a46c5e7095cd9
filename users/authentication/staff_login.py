"""Logs staff in to and out of Django's admin, with the same browser sessions as the API."""

from dataclasses import replace
from typing import Any, cast

from audit.events import Event
from audit.services import record_deferred
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError
from factors.login_challenges import FactorDue
from sessions_browser.models import BrowserSession
from sessions_browser.services import end_session, reuse_or_open_session
from users.authentication.factor_step import LoginTarget, Opened, start_factor_step
from users.authentication.known_browsers import AttemptBrowser, find_account, record_sign_in
from users.authentication.login import finish_login
from users.authentication.password_attempts import PasswordAttempt, attempt_password
from users.email_normalization import normalize_email
from users.models import User

StaffLogin = tuple[User, BrowserSession]


def sign_in_to_admin(*, email: str, password: str, target: LoginTarget, client: ClientInfo) -> StaffLogin | FactorDue:
    """The user and the session on this browser: the user's live one is reused, so that its tokens stay valid.

    A user with a second factor gets a challenge in place of a session. Raises Throttled, InvalidCredentials (also for a
    user who may not use the staff site), BrowserInUse.
    """
    found, browser = find_account(browser_id=target.browser_id, email=normalize_email(email))
    attempt = attempt_password(  # guard: admin-login-limit
        email=email, password=password, client=client, user=found, browser=browser
    )
    if attempt.user is not None and not attempt.user.is_staff:
        attempt = replace(attempt, is_valid=False)
    result = cast("StaffLogin | FactorDue", _open(attempt, target, client))  # mypy makes one type of both
    if attempt.new_hash and not isinstance(result, FactorDue):
        result[0].refresh_from_db(fields=["password"])  # Django's session depends on the hash
    return result


def record_admin_login(
    user: User, session: BrowserSession, browser: AttemptBrowser, client: ClientInfo, **details: str
) -> None:
    """Records a successful login to the staff site, in the caller's transaction."""
    new: dict[str, Any] = {"new_browser": True} if record_sign_in(user, browser, client) else {}
    record_deferred(
        Event.ADMIN_LOGIN, client=client, user_id=user.pk, actor_id=user.pk, session=session.pk, **details, **new
    )


@atomic_with_retry
def _open(
    attempt: PasswordAttempt, target: LoginTarget, client: ClientInfo
) -> StaffLogin | FactorDue | ApplicationError:
    def reuse_or_open(user: User) -> Opened:
        if user.has_factor:  # guard: admin-factor-due
            return start_factor_step(user, target, client, must_change_password=False)
        return reuse_or_open_session(user_id=user.pk, browser_hash=target.browser_hash, client=client)

    finished = finish_login(attempt, reuse_or_open, client)
    if isinstance(finished, FactorDue | ApplicationError):
        return finished
    record_admin_login(*finished, attempt.browser, client)
    return finished


@atomic_with_retry
def sign_out_of_admin(*, session: BrowserSession, client: ClientInfo) -> None:
    """Ends the session of that browser, and with it the tokens of an application there."""
    end_session(session, event=Event.ADMIN_LOGOUT, client=client)
