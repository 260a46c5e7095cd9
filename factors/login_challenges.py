"""Challenges of logins: the password was right, the second factor is due. Each works once, for five minutes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from core.clock import now
from factors.enums import FactorMethod, LoginTransport
from factors.models import LoginChallenge

LIFETIME = timedelta(minutes=5)
MAX_ATTEMPTS = 5  # wrong codes after which a challenge has ended


@dataclass(frozen=True)
class FactorDue:
    """What a client gets in place of a session; `passkey` has request options where the user can use a passkey."""

    challenge: str
    methods: list[FactorMethod]
    expires_at: datetime
    passkey: dict[str, Any] | None = None


def create(
    *,
    user_id: int,
    facts: str,
    browser_hash: str,
    binding: str,
    transport: LoginTransport,
    must_change_password: bool,
) -> tuple[str, LoginChallenge]:
    """A new challenge, and its row, in the caller's transaction."""
    challenge = secrets.token_urlsafe(32)
    row = LoginChallenge(
        challenge_hash=_hash(challenge),
        user_id=user_id,
        facts=facts,
        browser_hash=browser_hash,
        binding=binding,
        transport=transport,
        must_change_password=must_change_password,
        expires_at=now() + LIFETIME,
    )
    row.save(force_insert=True)
    return challenge, row


def find(challenge: str) -> LoginChallenge | None:
    """The row of a challenge that has not ended."""
    rows = LoginChallenge.objects.filter(challenge_hash=_hash(challenge), expires_at__gt=now())
    return rows.filter(attempts__lt=MAX_ATTEMPTS).first()


def count_attempt(row: LoginChallenge) -> bool:
    """Counts an attempt before it is judged; returns False where five were counted before."""
    left = LoginChallenge.objects.filter(
        pk=row.pk,
        attempts__lt=MAX_ATTEMPTS,  # guard: challenge-attempts
    )
    return bool(left.update(attempts=F("attempts") + 1))


def lock(row: LoginChallenge) -> LoginChallenge | None:
    """The row, locked in the caller's transaction; None if the challenge was used or has expired since."""
    rows = LoginChallenge.objects.select_for_update().filter(pk=row.pk, expires_at__gt=now())
    return rows.first()


def delete(row: LoginChallenge) -> None:
    """Ends the challenge, which is locked."""
    LoginChallenge.objects.filter(pk=row.pk).delete()


def _hash(challenge: str) -> str:
    return hashlib.sha256(challenge.encode(errors="surrogatepass")).hexdigest()
