"""Logs staff in to and out of Django's admin, with the same browser sessions as the API."""

from dataclasses import replace

from audit.events import Event
from audit.services import record
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError
from sessions_browser.cookies import browser_hash
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.models import BrowserSession
from sessions_browser.services import end_session, reuse_or_open_session
from users.authentication.known_browsers import find_account, record_sign_in
from users.authentication.login import finish_login
from users.authentication.password_attempts import PasswordAttempt, attempt_password
from users.email_normalization import normalize_email
from users.models import User

StaffLogin = tuple[User, BrowserSession]


def sign_in_to_admin(*, email: str, password: str, browser_id: str, client: ClientInfo) -> StaffLogin:
    """The user and the session on this browser: the user's live one is reused, so that its tokens stay valid.

    Raises Throttled, InvalidCredentials (also for a user who may not use the staff site), BrowserInUse.
    """
    found, browser = find_account(browser_id=browser_id, email=normalize_email(email))
    attempt = attempt_password(  # guard: admin-login-limit
        email=email, password=password, client=client, user=found, browser=browser
    )
    if attempt.user is not None and not attempt.user.is_staff:
        attempt = replace(attempt, is_valid=False)
    user, session = _open(attempt, browser_id, client)
    if attempt.new_hash:
        user.refresh_from_db(fields=["password"])  # Django's session depends on the hash
    return user, session


@atomic_with_retry
def _open(attempt: PasswordAttempt, browser_id: str, client: ClientInfo) -> StaffLogin | ApplicationError:
    def reuse_or_open(user_id: int) -> BrowserSession | BrowserInUse:
        return reuse_or_open_session(user_id=user_id, browser_hash=browser_hash(browser_id), client=client)

    finished = finish_login(attempt, reuse_or_open, client)
    if isinstance(finished, ApplicationError):
        return finished
    user, session = finished
    details = {"new_browser": True} if record_sign_in(user, attempt.browser, client) else {}
    record(Event.ADMIN_LOGIN, client=client, user_id=user.pk, actor_id=user.pk, session=session.pk, **details)
    return finished


@atomic_with_retry
def sign_out_of_admin(*, session: BrowserSession, client: ClientInfo) -> None:
    """Ends the session of that browser, and with it the tokens of an application there."""
    end_session(session, event=Event.ADMIN_LOGOUT, client=client)
