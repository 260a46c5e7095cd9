"""Judges a password. Every way to try one comes through here: API login, admin login, password change.

A try is taken from the limits before the hash is computed, so no more hashes run than the limit allows,
however many arrive at once; who was right gets it back.

A login also takes from `login_success` before it is judged, and gets that back unless it succeeds: a limit that was
looked at afterwards would tell with its 429 that the password was right.
"""

from dataclasses import dataclass, field
from typing import Any

from audit.events import Event
from audit.services import record, record_refusal
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import Throttled
from core.ratelimit import exact as limits
from users.email_normalization import normalize_email
from users.models import User
from users.password_hashing import make_password, verify_password

# Of `login_address`: how many times as many failures an IPv6 /64, /56 and /48 may have; an IPv4 address has the first.
NETWORK_FACTORS = (1, 5, 10)


@dataclass(frozen=True)
class PasswordAttempt:
    """One judged try, with what it took from the limits. Finish it with `release_limits` or `record_failure`."""

    user: User | None
    right: bool
    new_hash: str | None  # where the stored one is of an older strength, or not of the normalized password
    stamp: str  # of what was taken: one from each of these
    attempts: tuple[limits.RateLimitKey, ...]
    successes: tuple[limits.RateLimitKey, ...]  # only a login draws on these
    addresses: tuple[limits.RateLimitKey, ...]  # count failures
    password: str = field(repr=False)


def attempt_password(
    *, email: str, password: str, client: ClientInfo, user: User | None, is_login: bool = True
) -> PasswordAttempt:
    """Takes a try and judges it. Raises Throttled, having taken nothing and looked at nothing.

    `user` is the account that `email` resolves to, if any; an unsaved one stands for a registration that is not
    confirmed, and is counted by its address. Unknown and inactive accounts cost the same hash.
    """
    subject = f"user:{user.pk}" if user and user.pk else f"typed:{normalize_email(email)}"  # guard: limit-subject
    attempts = (
        limits.rate_limit_key("login", subject, client.network),
        limits.rate_limit_key("login_account", subject),  # guard: account-limit
    )
    successes = (limits.rate_limit_key("login_success", subject),) if is_login else ()  # guard: login-success
    addresses = _address_windows(client)
    try:
        stamp = _take((*attempts, *successes), addresses)
    except Throttled:
        _record_throttled(user, client)
        raise
    right, new_hash = _judge(user, password)  # guard: limit-before-hash
    return PasswordAttempt(user, right, new_hash, stamp, attempts, successes, addresses, password)


def release_limits(judged: PasswordAttempt) -> None:
    """Gives the try back, in the caller's transaction; of a login the success stays counted."""
    limits.release(judged.stamp, *judged.attempts)  # guard: limit-give-back


def settle_blocked(judged: PasswordAttempt) -> None:
    """After `release_limits`: the login was refused all the same, so it was no success."""
    limits.release(judged.stamp, *judged.successes)  # guard: success-give-back


def record_failure(judged: PasswordAttempt, *, event: Event, client: ClientInfo) -> None:
    """Counts the failure against the address and leaves its trace, in the caller's transaction."""
    if judged.successes:
        limits.release(judged.stamp, *judged.successes)
    limits.record_hit(*judged.addresses)
    # What was typed for nobody's account is now and then a password: kept is only what ties tries together.
    user_id = judged.user.pk if judged.user else None
    details: dict[str, Any] = {} if user_id else {"unknown": judged.attempts[-1].key[:16]}
    record(event, client=client, user_id=user_id, **details)


def _address_windows(client: ClientInfo) -> tuple[limits.RateLimitKey, ...]:
    """Whoever holds a whole IPv6 /48 has 65,536 networks of the size that a customer has."""
    factors = zip(client.networks, NETWORK_FACTORS, strict=False)  # guard: wide-networks
    return tuple(limits.rate_limit_key("login_address", network, times=factor) for network, factor in factors)


@atomic_with_retry  # guard: all-buckets
def _take(windows: tuple[limits.RateLimitKey, ...], addresses: tuple[limits.RateLimitKey, ...]) -> str:
    """One from each bucket or from none."""
    return limits.acquire(
        *windows,
        unless_full=addresses,  # guard: address-limit
    )


@atomic_with_retry
def _record_throttled(user: User | None, client: ClientInfo) -> None:
    record_refusal(Event.LOGIN_THROTTLED, client=client, user_id=user.pk if user else None)


def _judge(user: User | None, password: str) -> tuple[bool, str | None]:
    verdict = verify_password(password, user.password if user else None)
    right = verdict.right and user is not None and user.is_active
    return right, make_password(password) if right and verdict.outdated else None
