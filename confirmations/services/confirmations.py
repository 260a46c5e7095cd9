"""Creates a confirmation, confirms it by a factor, and uses it once, in the transaction of the request's effect."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F

from audit.events import Event
from audit.services import record, record_refusal
from confirmations.models import Confirmation
from confirmations.request import ConfirmableRequest
from core.client_info import ClientInfo
from core.clock import now
from core.db.transactions import atomic_with_retry, require_transaction
from core.exceptions import NotFound, Throttled
from factors.exceptions import FactorInvalid
from factors.passkeys import Ceremony
from factors.relying_party import RelyingParty
from factors.signed_challenges import ChallengePurpose
from factors.verification import (
    FactorAttempt,
    PresentedFactor,
    consume_factor,
    count_attempt_here,
    record_throttled,
)

LIFETIME = timedelta(minutes=5)
MAX_ATTEMPTS = 5  # wrong codes and passkeys after which a confirmation has ended


@dataclass(frozen=True)
class Confirming:
    """A user in one session, who confirms. `subject` is what the challenge of a passkey was made for."""

    user_id: int
    session_token: str
    client: ClientInfo
    rp: RelyingParty | None
    subject: str


@atomic_with_retry
def create(request: ConfirmableRequest) -> Confirmation:
    """A confirmation of this request, which waits for a factor."""
    row = Confirmation(
        user_id=request.user_id,
        session_token=request.session_token,
        signature=request.sign(),
        expires_at=now() + LIFETIME,
    )
    row.save(force_insert=True)
    return row


def confirm(confirming: Confirming, confirmation_id: UUID, presented: PresentedFactor) -> None:
    """Confirms by a code or a passkey; does nothing where it is confirmed already, as after a lost response.

    Raises NotFound (also for another session's, an expired one, and after five wrong attempts), FactorInvalid,
    Throttled.
    """
    try:
        attempt = _claim(confirming, confirmation_id, presented)
    except Throttled:
        record_throttled(confirming.user_id, confirming.client)
        raise
    if attempt is not None:
        _confirm(confirming, confirmation_id, attempt)


def use(request: ConfirmableRequest, confirmation_id: UUID, client: ClientInfo) -> bool:
    """Whether the confirmation is one of exactly this request and was not used before. Uses it.

    One statement, in the transaction of the effect, which undoes it where it fails.
    """
    require_transaction("use()")
    rows = Confirmation.objects.filter(
        pk=confirmation_id,
        signature__in=request.signatures(),  # guard: confirmation-signature
        confirmed_at__isnull=False,  # guard: confirmation-confirmed
        expires_at__gt=now(),  # guard: confirmation-expiry
    )
    deleted, _ = rows.delete()
    if not deleted:  # guard: confirmation-once
        return False
    record(
        Event.CONFIRMATION_USED,
        client=client,
        user_id=request.user_id,
        actor_id=request.user_id,
        confirmation=str(confirmation_id),
    )
    return True


@atomic_with_retry
def _claim(confirming: Confirming, confirmation_id: UUID, presented: PresentedFactor) -> FactorAttempt | None:
    """Counts an attempt of the confirmation and of the account, before the factor is judged."""
    rows = Confirmation.objects.filter(
        pk=confirmation_id,
        session_token=confirming.session_token,  # guard: confirmation-owner
        expires_at__gt=now(),
    )
    if rows.filter(confirmed_at__isnull=False).exists():
        return None
    left = rows.filter(
        attempts__lt=MAX_ATTEMPTS,  # guard: confirmation-attempts
    )
    if not left.update(attempts=F("attempts") + 1):
        raise NotFound
    return count_attempt_here(confirming.user_id, presented)


@atomic_with_retry
def _confirm(confirming: Confirming, confirmation_id: UUID, attempt: FactorAttempt) -> FactorInvalid | None:
    """Uses the factor and confirms, or neither."""
    client, user_id, method = confirming.client, confirming.user_id, attempt.presented.method
    ceremony = Ceremony(confirming.rp, ChallengePurpose.CONFIRMATION, (confirming.subject,))
    if consume_factor(attempt, ceremony) is None:  # guard: confirmation-factor
        record_refusal(Event.FACTOR_FAILED, client=client, user_id=user_id, step="confirmation", factor=method)
        return FactorInvalid()
    waiting = Confirmation.objects.filter(pk=confirmation_id, confirmed_at__isnull=True, expires_at__gt=now())
    if not waiting.update(confirmed_at=now()):
        raise NotFound
    record(
        Event.CONFIRMATION_GIVEN,
        client=client,
        user_id=user_id,
        actor_id=user_id,
        factor=method,
        confirmation=str(confirmation_id),
    )
    return None
