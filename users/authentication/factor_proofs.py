"""Proves who uses a session, before a change of factors: by the password while there is no factor, else by a factor."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy

from audit.events import Event
from audit.services import record_refusal
from core.authorization.capabilities import Capability, require_capability
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError, InvalidRequest
from factors import passkeys
from factors.exceptions import FactorInvalid
from factors.passkeys import Ceremony
from factors.proofs import record_proof
from factors.selectors import passkeys_of
from factors.signed_challenges import ChallengePurpose, new_challenge
from factors.verification import FactorAttempt, PresentedFactor, consume_factor, count_attempt
from users.authentication.known_browsers import find_account_of_session
from users.authentication.login import is_still_valid
from users.authentication.password_attempts import PasswordAttempt, attempt_password, record_failure, release_limits
from users.authentication.second_factors import NO_PASSKEYS, Acting
from users.selectors import lock_user

PASSWORD_IS_NOT_ENOUGH = gettext_lazy("You have a second factor: send a code or use a passkey.")


def prove_by_password(acting: Acting, *, password: str) -> None:
    """Proves the session, for a user without a factor. Raises FactorInvalid for any other.

    Raises InvalidRequest for a wrong password, Throttled as a login does.
    """
    require_capability(acting.user, Capability.CHANGE_OWN_PROFILE)
    known, browser = find_account_of_session(acting.user, acting.session)
    if known.has_factor:  # guard: password-is-not-enough
        raise FactorInvalid(PASSWORD_IS_NOT_ENOUGH)
    attempt = attempt_password(
        email=known.email, password=password, client=acting.client, user=known, browser=browser, is_login=False
    )
    _prove_by_password(acting, attempt)


@atomic_with_retry
def _prove_by_password(acting: Acting, attempt: PasswordAttempt) -> ApplicationError | None:
    if not is_still_valid(attempt):
        record_failure(attempt, event=Event.FACTOR_FAILED, client=acting.client)
        return InvalidRequest(password=gettext("This is not your current password."))
    release_limits(attempt)
    record_proof(acting.session, by_factor=False)
    return None


def prove_by_factor(acting: Acting, presented: PresentedFactor) -> None:
    """Proves the session by a code or a passkey. Raises FactorInvalid, Throttled."""
    require_capability(acting.user, Capability.CHANGE_OWN_PROFILE)
    _prove_by_factor(acting, count_attempt(acting.user.pk, presented, acting.client))


@atomic_with_retry
def _prove_by_factor(acting: Acting, attempt: FactorAttempt) -> FactorInvalid | None:
    lock_user(acting.user.pk)
    ceremony = Ceremony(acting.rp, ChallengePurpose.PROOF, (acting.session.session_token,))
    method = consume_factor(attempt, ceremony)
    if method is None:
        record_refusal(
            Event.FACTOR_FAILED,
            client=acting.client,
            user_id=acting.user.pk,
            step="proof",
            factor=attempt.presented.method,
        )
        return FactorInvalid()
    record_proof(acting.session, by_factor=True)
    return None


def proof_options(acting: Acting) -> dict[str, Any]:
    """The options with which a browser proves the session by one of the user's passkeys."""
    if acting.rp is None:
        raise InvalidRequest(NO_PASSKEYS)
    challenge = new_challenge(ChallengePurpose.PROOF, acting.session.session_token)
    return passkeys.request_options(acting.rp, challenge, allowed=passkeys_of(acting.user.pk))
