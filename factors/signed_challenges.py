"""Challenges of WebAuthn that are not stored: random, signed with their purpose and subject, valid for five minutes.

The text is the challenge that the authenticator signs, so it comes back with the credential. Each is used once: its
hash is inserted when it is used, and UNIQUE lets one request through.
"""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from core.clock import now
from core.db.transactions import require_transaction
from core.db.upsert import insert_if_new
from core.keys import Purpose, is_signature, sign
from factors.models import UsedChallenge

LIFETIME = timedelta(minutes=5)


class ChallengePurpose(StrEnum):
    """What a challenge is for; it is not valid for anything else."""

    LOGIN = "login"  # with a passkey alone; the subject is the browser
    LOGIN_FACTOR = "login-factor"  # the subject is the challenge of the login
    REGISTRATION = "registration"  # of a passkey; the subject is the session
    PROOF = "proof"  # the subject is the session
    CONFIRMATION = "confirmation"  # of a request; the subject is the confirmation, or the page of the staff site


def new_challenge(purpose: ChallengePurpose, subject: str) -> str:
    """A challenge of printable ASCII, at most 80 characters."""
    text = f"{int((now() + LIFETIME).timestamp())}.{secrets.token_urlsafe(16)}"
    return f"{text}.{sign(Purpose.CHALLENGES, _signed(purpose, subject, text))}"


def is_challenge(challenge: str, purpose: ChallengePurpose, subject: str) -> bool:
    """Whether this server made the challenge for this purpose and subject less than five minutes ago."""
    head, signature = _split(challenge)
    expires_at = _expiry(challenge)
    if expires_at is None or expires_at <= now():  # guard: challenge-expiry
        return False
    return is_signature(Purpose.CHALLENGES, _signed(purpose, subject, head), signature)


def use_challenge(challenge: str) -> bool:
    """Whether this call is the first to use a valid challenge, in the caller's transaction."""
    require_transaction("use_challenge()")
    used = UsedChallenge(
        challenge_hash=hashlib.sha256(challenge.encode()).hexdigest(),
        expires_at=_expiry(challenge) or now(),
    )
    return insert_if_new(used)


def _split(challenge: str) -> tuple[str, str]:
    """What is signed (`expiry.random`), and the signature (`kid.signature`)."""
    expiry, _, rest = challenge.partition(".")
    value, _, signature = rest.partition(".")
    return f"{expiry}.{value}", signature


def _expiry(challenge: str) -> datetime | None:
    seconds = challenge.partition(".")[0]
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdigit() and len(seconds) == 10 else None


def _signed(purpose: ChallengePurpose, subject: str, text: str) -> str:
    return f"{purpose}\x1f{subject}\x1f{text}"
