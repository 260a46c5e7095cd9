"""Signs in with a passkey alone: the passkey names the account, so neither e-mail nor password is asked."""

from dataclasses import dataclass
from typing import Any

from audit.events import Event
from audit.services import record, record_refusal
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError, Throttled
from core.ratelimit import exact as limits
from factors import passkeys
from factors.enums import FactorMethod
from factors.exceptions import LoginFactorInvalid
from factors.models import Passkey
from factors.passkeys import Ceremony, Credential
from factors.proofs import record_proof
from factors.relying_party import RelyingParty
from factors.signed_challenges import ChallengePurpose, new_challenge, use_challenge
from sessions_browser.exceptions import BrowserInUse
from sessions_browser.services import open_session, purge_at_login
from users.authentication.factor_step import LoginTarget
from users.authentication.known_browsers import find_account
from users.authentication.login import SignedIn, record_login
from users.authentication.password_attempts import (
    acquire_limits,
    address_limits,
    record_throttled,
    reset_failures,
    success_limit,
)
from users.models import User
from users.selectors import lock_user, user_by_id


@dataclass(frozen=True)
class PasskeyAttempt:
    """A passkey that a client presents, and the hit in the limit of successful logins."""

    passkey: Passkey | None
    credential: Credential
    challenge: str
    success_limit: limits.RateLimitKey
    hit_id: str


def passkey_login_options(rp: RelyingParty, browser_hash: str) -> dict[str, Any]:
    """A challenge, bound to the browser if it has a cookie, and the options of a passkey of any account."""
    challenge = new_challenge(ChallengePurpose.LOGIN, browser_hash)
    return {"challenge": challenge, "passkey": passkeys.request_options(rp, challenge)}


def log_in_with_passkey(
    *, challenge: str, credential: Credential, target: LoginTarget, sent_browser_hash: str, client: ClientInfo
) -> SignedIn:
    """Signs in the owner of the passkey. Raises LoginFactorInvalid, Throttled, BrowserInUse.

    The attempt counts as a successful login before it is judged, and is refunded if it is not one; a failure counts for
    the address, as a wrong password does.
    """
    attempt = _begin(challenge, credential, client)
    signed_in = _finish(attempt, target, sent_browser_hash, client)
    purge_at_login(client)
    return signed_in


def _begin(challenge: str, credential: Credential, client: ClientInfo) -> PasskeyAttempt:
    passkey = passkeys.find_passkey(credential)
    limit = success_limit(f"user:{passkey.user_id}" if passkey else f"passkey:{client.network}")
    try:
        hit_id = acquire_limits((limit,), address_limits(client))
    except Throttled:
        record_throttled(user_by_id(passkey.user_id) if passkey else None, client)
        raise
    return PasskeyAttempt(passkey, credential, challenge, limit, hit_id)


@atomic_with_retry
def _finish(
    attempt: PasskeyAttempt, target: LoginTarget, sent_browser_hash: str, client: ClientInfo
) -> SignedIn | ApplicationError:
    user = _verify(attempt, target, sent_browser_hash)
    if user is None:
        limits.release(attempt.hit_id, attempt.success_limit)
        limits.record_hit(*address_limits(client))
        user_id = attempt.passkey.user_id if attempt.passkey else None
        record_refusal(Event.FACTOR_FAILED, client=client, user_id=user_id, step="login", factor=FactorMethod.PASSKEY)
        return LoginFactorInvalid()
    session = open_session(user_id=user.pk, browser_hash=target.browser_hash, binding=target.binding, client=client)
    if isinstance(session, BrowserInUse):
        limits.release(attempt.hit_id, attempt.success_limit)
        record(Event.LOGIN_BLOCKED, client=client, user_id=user.pk, actor_id=user.pk)
        return session
    reset_failures(user.pk)
    record_proof(session, by_factor=True)
    _, browser = find_account(browser_id=target.known_by, id=user.pk)
    return record_login(user, session, browser, client, factor=FactorMethod.PASSKEY)


def _verify(attempt: PasskeyAttempt, target: LoginTarget, sent_browser_hash: str) -> User | None:
    """The owner, locked, if the passkey is right; it and the challenge are then used."""
    if attempt.passkey is None:
        return None
    user = lock_user(attempt.passkey.user_id)
    if not user.is_active:
        return None
    # A challenge that was asked for without a cookie may be used with one: a login elsewhere may have set it since.
    subjects = tuple({sent_browser_hash, ""})
    ceremony = Ceremony(target.rp, ChallengePurpose.LOGIN, subjects)
    assertion = passkeys.verify_assertion(attempt.passkey, attempt.credential, ceremony)
    if assertion is None or assertion.challenge != attempt.challenge:
        return None
    used = use_challenge(assertion.challenge) and passkeys.advance(assertion)  # guard: passkey-challenge-once
    return user if used else None
