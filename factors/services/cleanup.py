"""Deletes expired challenges and proofs; runs with the clean-up of sessions."""

from factors.models import FactorProof, LoginChallenge, UsedChallenge
from sessions_browser.services.cleanup import register_expiring


def register_cleanups() -> None:
    """Registers the three kinds; called once, when the app is ready."""
    register_expiring("login_challenges", LoginChallenge)
    register_expiring("used_challenges", UsedChallenge)
    register_expiring("factor_proofs", FactorProof)
