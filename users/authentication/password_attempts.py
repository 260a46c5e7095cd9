"""Verifies passwords within limits, for logins, password and e-mail changes, and confirmations.

An attempt is counted before the hash is computed, so that no more hashes run than the limit allows, however many
requests arrive at once; it is refunded if the password was right.

An attempt from a browser that the account does not know draws on `login` and `login_account`, and on a limit of
failures in a row, which only a success or a completed password reset lifts; the same for addresses without an account.
One from a known browser draws on `login_known` instead, so that others cannot use up the owner's attempts.

A login is also counted in `login_success` before the password is verified, and refunded unless it succeeds: if that
limit were checked afterwards, its 429 would reveal that the password was right.
"""

from dataclasses import dataclass, field
from typing import Any

from audit.events import Event
from audit.services import record_deferred, record_refusal
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import Throttled
from core.ratelimit import exact as limits
from users.authentication.known_browsers import AttemptBrowser, record_failure_on
from users.email_normalization import normalize_email
from users.models import User
from users.password_hashing import make_password, verify_password

# Multiples of `login_address` for an IPv6 /64, /56 and /48; an IPv4 address has the first.
NETWORK_FACTORS = (1, 5, 10)
# Wrong passwords in a row from browsers that the account does not know, as NIST SP 800-63B allows at most.
MAX_FAILURES = 100
LOCKED_RETRY_AFTER = 3600  # seconds
_NO_BROWSER = AttemptBrowser()


@dataclass(frozen=True)
class PasswordAttempt:
    """One attempt, with its result and its limits. Finish it with `release_limits` or `record_failure`."""

    user: User | None
    is_valid: bool
    new_hash: str | None  # where the stored one has older parameters, or is not of the normalized password
    hit_id: str  # of the hit in each of these limits
    attempt_limits: tuple[limits.RateLimitKey, ...]
    success_limits: tuple[limits.RateLimitKey, ...]  # only a login draws on these
    address_limits: tuple[limits.RateLimitKey, ...]  # count failures
    in_a_row: limits.RateLimitKey  # failures on unknown browsers, which a success resets
    browser: AttemptBrowser
    password: str = field(repr=False)


def attempt_password(
    *,
    email: str,
    password: str,
    client: ClientInfo,
    user: User | None,
    browser: AttemptBrowser = _NO_BROWSER,
    is_login: bool = True,
) -> PasswordAttempt:
    """Counts an attempt and verifies the password. Raises Throttled before anything is counted or verified.

    `user` is the account that `email` resolves to, if any; an unsaved one represents an unconfirmed
    registration, and is counted by its address. A hash is computed for unknown and inactive accounts too.
    """
    subject = f"user:{user.pk}" if user and user.pk else f"typed:{normalize_email(email)}"  # guard: limit-subject
    in_a_row = _in_a_row(subject)
    # Only the owner of the mailbox can try the password of a registration, so strangers must not block it.
    bounded = (in_a_row,) if user is None or user.pk else ()  # guard: failures-in-a-row
    attempt_limits = _attempt_limits(subject, client, browser, bounded)
    success_limits = (success_limit(subject),) if is_login else ()  # guard: login-success
    network_limits = address_limits(client)
    try:
        hit_id = acquire_limits((*attempt_limits, *success_limits), network_limits)
    except Throttled:
        record_throttled(user, client)
        raise
    is_valid, new_hash = _check_password(user, password)  # guard: limit-before-hash
    return PasswordAttempt(
        user,
        is_valid,
        new_hash,
        hit_id,
        attempt_limits,
        success_limits,
        network_limits,
        in_a_row,
        browser,
        password,
    )


def release_limits(attempt: PasswordAttempt) -> None:
    """Refunds the attempt, in the caller's transaction, and ends the row of failures; a login stays counted."""
    limits.release(  # guard: limit-give-back
        attempt.hit_id,
        *attempt.attempt_limits,
        emptied=[attempt.in_a_row],  # guard: failures-reset
    )


def reset_failures(user_id: int) -> None:
    """Ends the row of failures after a completed password reset, in the caller's transaction."""
    limits.reset(_in_a_row(f"user:{user_id}"))


def settle_blocked(attempt: PasswordAttempt) -> None:
    """Refunds the successful login too, after `release_limits`: it was refused although the password was right."""
    limits.release(attempt.hit_id, *attempt.success_limits)  # guard: success-give-back


def record_failure(attempt: PasswordAttempt, *, event: Event, client: ClientInfo) -> None:
    """Counts the failure for the address and records it in the audit log, in the caller's transaction."""
    if attempt.success_limits:
        limits.release(attempt.hit_id, *attempt.success_limits)
    limits.record_hit(*attempt.address_limits)
    record_failure_on(attempt.browser)
    # An unknown address may be a mistyped password: only a part of its HMAC is stored, to relate attempts to it.
    user_id = attempt.user.pk if attempt.user else None
    details: dict[str, Any] = {} if user_id else {"unknown": attempt.in_a_row.key[:16]}
    record_deferred(event, client=client, user_id=user_id, **details)


def success_limit(subject: str) -> limits.RateLimitKey:
    """The limit of successful logins of an account."""
    return limits.rate_limit_key("login_success", subject)


def address_limits(client: ClientInfo) -> tuple[limits.RateLimitKey, ...]:
    """The address and the larger IPv6 networks around it: an attacker with a /48 has 65,536 networks of /64."""
    factors = zip(client.networks, NETWORK_FACTORS, strict=False)  # guard: wide-networks
    return tuple(limits.rate_limit_key("login_address", network, times=factor) for network, factor in factors)


@atomic_with_retry  # guard: all-buckets
def acquire_limits(counted: tuple[limits.RateLimitKey, ...], checked: tuple[limits.RateLimitKey, ...]) -> str:
    """Counts the attempt in each of the limits `counted` or in none; `checked` are only read."""
    return limits.acquire(
        *counted,
        unless_full=checked,  # guard: address-limit
    )


@atomic_with_retry
def record_throttled(user: User | None, client: ClientInfo) -> None:
    """Records that a login was refused because of a limit."""
    record_refusal(Event.LOGIN_THROTTLED, client=client, user_id=user.pk if user else None)


def _attempt_limits(
    subject: str, client: ClientInfo, browser: AttemptBrowser, bounded: tuple[limits.RateLimitKey, ...]
) -> tuple[limits.RateLimitKey, ...]:
    """What an attempt draws on, beside the limits of addresses and of successful logins."""
    if browser.is_known:  # guard: known-browser-limit
        return (limits.rate_limit_key("login_known", subject, browser.browser_hash),)
    return (
        limits.rate_limit_key("login", subject, client.network),
        limits.rate_limit_key("login_account", subject),  # guard: account-limit
        *bounded,
    )


def _in_a_row(subject: str) -> limits.RateLimitKey:
    return limits.failures_in_a_row_key("login_failures", subject, count=MAX_FAILURES, retry_after=LOCKED_RETRY_AFTER)


def _check_password(user: User | None, password: str) -> tuple[bool, str | None]:
    verdict = verify_password(password, user.password if user else None)
    is_valid = verdict.is_valid and user is not None and user.is_active
    return is_valid, make_password(password) if is_valid and verdict.outdated else None
