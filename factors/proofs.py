"""Proofs: that a session has shown the password or a factor within the last five minutes."""

from datetime import timedelta

from core.clock import now
from core.db.upsert import insert_or_replace
from factors.exceptions import StepUpRequired
from factors.models import FactorProof
from sessions_browser.models import BrowserSession

LIFETIME = timedelta(minutes=5)


def record_proof(session: BrowserSession, *, by_factor: bool) -> None:
    """Records that the session has proved itself now, in the caller's transaction."""
    row = FactorProof(session_token=session.session_token, by_factor=by_factor, expires_at=now() + LIFETIME)
    insert_or_replace(row, "session_token")


def require_proof(session: BrowserSession, *, by_factor: bool) -> None:
    """Raises StepUpRequired unless the session has proved itself; with `by_factor`, the password is not enough."""
    if not has_proof(session, by_factor=by_factor):  # guard: proof-required
        raise StepUpRequired


def has_proof(session: BrowserSession, *, by_factor: bool) -> bool:
    """Whether the session has proved itself; with `by_factor`, by a factor."""
    valid = FactorProof.objects.filter(session_token=session.session_token, expires_at__gt=now())
    found = valid.filter(by_factor=True) if by_factor else valid
    return found.exists()
