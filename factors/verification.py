"""Judges one factor of a user: an authenticator code, a recovery code or a passkey.

An attempt is counted before the factor is judged (`count_attempt`), so that no more codes are judged than the limit
`factor` allows, however many requests arrive at once. `consume_factor` judges it in the transaction of what it
permits, and refunds the attempt if it was right. Passkeys do not draw on the limit: a signature cannot be guessed.
"""

from dataclasses import dataclass, field

from audit.events import Event
from audit.services import record_refusal
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry, require_transaction
from core.exceptions import Throttled
from core.ratelimit import exact as limits
from factors import passkeys, recovery_codes, totp
from factors.enums import FactorMethod
from factors.passkeys import Ceremony, Credential
from factors.signed_challenges import use_challenge


@dataclass(frozen=True)
class PresentedFactor:
    """What a client presents: exactly one of the three."""

    code: str = field(default="", repr=False)
    recovery_code: str = field(default="", repr=False)
    credential: Credential | None = field(default=None, repr=False)

    @property
    def method(self) -> FactorMethod:
        """Of which kind it is."""
        if self.credential is not None:
            return FactorMethod.PASSKEY
        return FactorMethod.RECOVERY_CODE if self.recovery_code else FactorMethod.TOTP


@dataclass(frozen=True)
class FactorAttempt:
    """A counted attempt of a user. Finish it with `consume_factor`."""

    user_id: int
    presented: PresentedFactor
    hit_id: str  # empty for a passkey, which is not counted


def count_attempt(user_id: int, presented: PresentedFactor, client: ClientInfo) -> FactorAttempt:
    """Counts an attempt, in a transaction of its own. Raises Throttled, and records that."""
    try:
        return _count_alone(user_id, presented)
    except Throttled:
        record_throttled(user_id, client)
        raise


def count_attempt_here(user_id: int, presented: PresentedFactor) -> FactorAttempt:
    """The same in the caller's transaction, which must be rolled back where it raises Throttled."""
    require_transaction("count_attempt_here()")
    if presented.method is FactorMethod.PASSKEY:
        return FactorAttempt(user_id, presented, "")
    hit_id = limits.acquire(_limit(user_id))  # guard: factor-limit
    return FactorAttempt(user_id, presented, hit_id)


def consume_factor(attempt: FactorAttempt, ceremony: Ceremony) -> FactorMethod | None:
    """The kind of the factor if it is right, which uses it; None if it is wrong. In the caller's transaction."""
    require_transaction("consume_factor()")
    if not _is_right(attempt, ceremony):
        return None
    refund(attempt)
    return attempt.presented.method


def refund(attempt: FactorAttempt) -> None:
    """Does not count the attempt any more, in the caller's transaction."""
    if attempt.hit_id:
        limits.release(attempt.hit_id, _limit(attempt.user_id))  # guard: factor-refund


@atomic_with_retry
def record_throttled(user_id: int, client: ClientInfo) -> None:
    """Records that an attempt was refused because of the limit."""
    record_refusal(Event.FACTOR_THROTTLED, client=client, user_id=user_id)


@atomic_with_retry
def _count_alone(user_id: int, presented: PresentedFactor) -> FactorAttempt:
    return count_attempt_here(user_id, presented)


def _is_right(attempt: FactorAttempt, ceremony: Ceremony) -> bool:
    presented = attempt.presented
    if presented.credential is not None:
        return _use_passkey(attempt.user_id, presented.credential, ceremony)
    if presented.recovery_code:
        return recovery_codes.consume(attempt.user_id, presented.recovery_code)
    return totp.consume(attempt.user_id, presented.code)


def _use_passkey(user_id: int, credential: Credential, ceremony: Ceremony) -> bool:
    passkey = passkeys.find_passkey(credential)
    if passkey is None or passkey.user_id != user_id:  # guard: passkey-owner
        return False
    assertion = passkeys.verify_assertion(passkey, credential, ceremony)
    if assertion is None:
        return False
    return use_challenge(assertion.challenge) and passkeys.advance(assertion)  # guard: challenge-once


def _limit(user_id: int) -> limits.RateLimitKey:
    return limits.rate_limit_key("factor", f"user:{user_id}")
