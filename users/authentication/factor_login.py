"""The second step of a login: a code, a recovery code or a passkey, for a challenge that the first step gave."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from audit.events import Event
from audit.services import record, record_refusal
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError, Throttled
from factors import login_challenges
from factors.enums import FactorChange, FactorMethod, LoginTransport
from factors.exceptions import LoginFactorInvalid
from factors.login_challenges import FactorDue
from factors.models import LoginChallenge
from factors.passkeys import Ceremony
from factors.proofs import record_proof
from factors.relying_party import RelyingParty
from factors.signed_challenges import ChallengePurpose
from factors.verification import (
    FactorAttempt,
    PresentedFactor,
    consume_factor,
    count_attempt_here,
    record_throttled,
)
from sessions_browser.enums import Binding
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.models import BrowserSession
from sessions_browser.request_browser import RequestBrowser
from sessions_browser.selectors import binding_accepts, is_used_by_another
from sessions_browser.services import open_session, reuse_or_open_session
from users import notifications as mail
from users.authentication.factor_step import describe, facts_are_unchanged
from users.authentication.known_browsers import AttemptBrowser, find_account
from users.authentication.login import SignedIn, record_login
from users.authentication.staff_login import record_admin_login
from users.models import User
from users.selectors import lock_user

Result = TypeVar("Result")


@dataclass(frozen=True)
class FactorStep:
    """A request for the second step: the challenge, the factor, and the client that sends them."""

    challenge: str
    presented: PresentedFactor
    browser: RequestBrowser
    browser_id: str | None  # the cookie
    rp: RelyingParty | None
    client: ClientInfo


@dataclass(frozen=True)
class FactorLogin:
    """The result of the second step, and what the first one asked for."""

    signed_in: SignedIn
    binding: Binding
    transport: LoginTransport


def log_in_with_factor(step: FactorStep) -> FactorLogin:
    """Signs in at the API. Raises LoginFactorInvalid, Throttled, BrowserInUse."""
    row, attempt = _begin(step, {LoginTransport.BODY, LoginTransport.COOKIE})
    binding = Binding[row.binding]

    def open_new(user: User) -> BrowserSession | BrowserInUse:
        return open_session(user_id=user.pk, browser_hash=row.browser_hash, binding=binding, client=step.client)

    def complete(user: User, session: BrowserSession, browser: AttemptBrowser, factor: FactorMethod) -> SignedIn:
        return record_login(user, session, browser, step.client, factor=factor)

    signed_in = _finish(step, row, attempt, open_new, complete)
    told = replace(signed_in, must_change_password=row.must_change_password)
    return FactorLogin(told, binding, LoginTransport(row.transport))


def sign_in_to_admin_with_factor(step: FactorStep) -> tuple[User, BrowserSession]:
    """Signs in to the staff site. Raises as `log_in_with_factor`."""
    row, attempt = _begin(step, {LoginTransport.STAFF_SITE})

    def reuse_or_open(user: User) -> BrowserSession | BrowserInUse:
        return reuse_or_open_session(user_id=user.pk, browser_hash=row.browser_hash, client=step.client)

    def complete(
        user: User, session: BrowserSession, browser: AttemptBrowser, factor: FactorMethod
    ) -> tuple[User, BrowserSession]:
        record_admin_login(user, session, browser, step.client, factor=factor)
        return user, session

    return _finish(step, row, attempt, reuse_or_open, complete)


def describe_again(challenge: str, rp: RelyingParty | None) -> FactorDue | None:
    """What the page of the second step shows after a failure; None where the challenge has ended."""
    row = login_challenges.find(challenge)
    return describe(row, challenge, rp) if row is not None else None


def _begin(step: FactorStep, transports: set[LoginTransport]) -> tuple[LoginChallenge, FactorAttempt]:
    row = login_challenges.find(step.challenge)
    try:
        return _claim(row, step, transports)
    except Throttled:
        if row is not None:
            record_throttled(row.user_id, step.client)
        raise


@atomic_with_retry
def _claim(
    row: LoginChallenge | None, step: FactorStep, transports: set[LoginTransport]
) -> tuple[LoginChallenge, FactorAttempt] | ApplicationError:
    """Counts an attempt of the challenge and of the account, before the factor is judged."""
    if row is None or row.transport not in transports or not _is_bound_to(row, step.browser):
        return _refuse(step, row.user_id if row else None)
    if is_used_by_another(row.browser_hash, row.user_id):
        record(Event.LOGIN_BLOCKED, client=step.client, user_id=row.user_id, actor_id=row.user_id)
        return BrowserInUse()
    if not login_challenges.count_attempt(row):
        return _refuse(step, row.user_id)
    return row, count_attempt_here(row.user_id, step.presented)


def _is_bound_to(row: LoginChallenge, browser: RequestBrowser) -> bool:
    """Whether the challenge is accepted from this client, by the rule for tokens."""
    return binding_accepts(Binding[row.binding], row.browser_hash, browser)  # guard: login-challenge-browser


@atomic_with_retry
def _finish(
    step: FactorStep,
    row: LoginChallenge,
    attempt: FactorAttempt,
    open_session: Callable[[User], BrowserSession | BrowserInUse],
    complete: Callable[[User, BrowserSession, AttemptBrowser, FactorMethod], Result],
) -> Result | ApplicationError:
    user = lock_user(row.user_id)
    factor = _use(step, row, attempt, user)
    if factor is None:
        return _refuse(step, user.pk)
    session = open_session(user)
    if isinstance(session, BrowserInUse):
        record(Event.LOGIN_BLOCKED, client=step.client, user_id=user.pk, actor_id=user.pk)
        return session
    record_proof(session, by_factor=True)
    if factor is FactorMethod.RECOVERY_CODE:
        mail.send_factor_changed(user, FactorChange.RECOVERY_CODE_USED)
    known_by = step.browser_id if Binding[row.binding] is Binding.COOKIE_REQUIRED else None
    _, browser = find_account(browser_id=known_by, id=user.pk)
    return complete(user, session, browser, factor)


def _use(step: FactorStep, row: LoginChallenge, attempt: FactorAttempt, user: User) -> FactorMethod | None:
    """Uses the factor and the challenge, if both are valid; otherwise neither."""
    waiting = login_challenges.lock(row)
    if waiting is None or not facts_are_unchanged(waiting, user):
        return None
    ceremony = Ceremony(step.rp, ChallengePurpose.LOGIN_FACTOR, (waiting.challenge_hash,))
    factor = consume_factor(attempt, ceremony)
    if factor is not None:
        login_challenges.delete(waiting)  # guard: login-challenge-once
    return factor


def _refuse(step: FactorStep, user_id: int | None) -> LoginFactorInvalid:
    record_refusal(Event.FACTOR_FAILED, client=step.client, user_id=user_id, step="login", factor=step.presented.method)
    return LoginFactorInvalid()
