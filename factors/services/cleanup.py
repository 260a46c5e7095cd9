"""Deletes expired challenges and proofs; runs with the clean-up of sessions."""

from django.db.models import Model

from core.clock import now
from factors.models import FactorProof, LoginChallenge, UsedChallenge
from sessions_browser.services.cleanup import register_cleanup


def register_cleanups() -> None:
    """Registers the three kinds; called once, when the app is ready."""
    register_cleanup("login_challenges", lambda batch: _clear(LoginChallenge, batch))
    register_cleanup("used_challenges", lambda batch: _clear(UsedChallenge, batch))
    register_cleanup("factor_proofs", lambda batch: _clear(FactorProof, batch))


def _clear(model: type[Model], batch: int) -> int:
    """Deletes up to `batch` expired rows, in the caller's transaction; returns how many."""
    expired = model._default_manager.filter(expires_at__lte=now())
    ids = list(expired.order_by("expires_at").values_list("pk", flat=True)[:batch])
    # The condition again: a session may have proved itself again since.
    deleted, _ = expired.filter(pk__in=ids).delete() if ids else (0, {})
    return deleted
