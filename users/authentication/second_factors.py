"""A user's own second factors: adds and removes them, and proves who uses the session.

Every change needs a proof of the last five minutes in the session: by the password while there is no factor, otherwise
by a factor. The user's row is locked first, so that a login and a change see each other.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from audit.events import Event
from audit.services import record, record_refusal
from core.authorization.capabilities import Capability, require_capability
from core.authorization.roles import must_have_factor
from core.client_info import ClientInfo
from core.db.transactions import atomic_with_retry
from core.exceptions import ApplicationError, InvalidRequest, NotFound
from factors import passkeys, recovery_codes, totp
from factors.enums import FactorChange, FactorMethod
from factors.exceptions import FactorInvalid, FactorRequired
from factors.models import Passkey
from factors.passkeys import Ceremony, Credential
from factors.proofs import record_proof, require_proof
from factors.relying_party import RelyingParty
from factors.services import factors
from factors.signed_challenges import ChallengePurpose, new_challenge
from factors.verification import FactorAttempt, PresentedFactor, count_attempt, refund
from sessions_browser.models import BrowserSession
from users import notifications as mail
from users.models import User
from users.selectors import lock_user

NO_PASSKEYS = gettext_lazy("Passkeys cannot be used at this address.")
NO_FACTOR = gettext_lazy("Set up an authenticator app or a passkey first.")


@dataclass(frozen=True)
class Acting:
    """A signed-in user in one session, who changes their own factors."""

    user: User
    session: BrowserSession
    client: ClientInfo
    rp: RelyingParty | None = None


@atomic_with_retry
def start_totp(acting: Acting) -> dict[str, str]:
    """A new secret and its address for a QR code; it is valid once a code of it was sent."""
    person = _lock(acting)
    secret = totp.begin(person.pk)
    return {"secret": secret, "uri": totp.provisioning_uri(secret, person.email)}


def confirm_totp(acting: Acting, *, code: str) -> None:
    """Enables the secret that waits, which replaces a former one. Raises FactorInvalid, Throttled, StepUpRequired."""
    _require_proof(acting, acting.user)
    attempt = count_attempt(acting.user.pk, PresentedFactor(code=code), acting.client)
    _confirm_totp(acting, attempt)


@atomic_with_retry
def _confirm_totp(acting: Acting, attempt: FactorAttempt) -> FactorInvalid | None:
    person = _lock(acting)
    if not totp.confirm(person.pk, attempt.presented.code):
        return _refuse(acting, FactorMethod.TOTP)
    refund(attempt)
    record_proof(acting.session, by_factor=True)
    _added(acting, person, FactorChange.TOTP_ADDED, factor=FactorMethod.TOTP)
    return None


@atomic_with_retry
def remove_totp(acting: Acting) -> None:
    """Removes the authenticator. Raises NotFound, StepUpRequired, and FactorRequired for the last factor of a role."""
    person = _lock_alone(acting)
    if not totp.is_enabled(person.pk):
        raise NotFound
    _require_proof(acting, person)
    totp.remove(person.pk)
    _removed(acting, person, FactorChange.TOTP_REMOVED, factor=FactorMethod.TOTP)


def passkey_options(acting: Acting) -> dict[str, Any]:
    """The options with which a browser creates a passkey."""
    _require_proof(acting, acting.user)
    challenge = new_challenge(ChallengePurpose.REGISTRATION, acting.session.session_token)
    user = acting.user
    return passkeys.creation_options(
        _relying_party(acting), challenge, user_id=user.pk, email=user.email, full_name=user.full_name
    )


@atomic_with_retry
def add_passkey(acting: Acting, *, name: str, credential: Credential) -> Passkey | ApplicationError:
    """Stores a passkey that the browser has created. Raises FactorInvalid, StepUpRequired, InvalidRequest."""
    person = _lock(acting)
    ceremony = Ceremony(_relying_party(acting), ChallengePurpose.REGISTRATION, (acting.session.session_token,))
    passkey = factors.add_passkey(person.pk, name=name, credential=credential, ceremony=ceremony)
    if isinstance(passkey, FactorInvalid):
        return _refuse(acting, FactorMethod.PASSKEY)
    record_proof(acting.session, by_factor=True)
    _added(acting, person, FactorChange.PASSKEY_ADDED, factor=FactorMethod.PASSKEY, passkey=passkey.pk)
    return passkey


@atomic_with_retry
def remove_passkey(acting: Acting, *, passkey_id: int) -> None:
    """Removes a passkey. Raises as `remove_totp`."""
    person = _lock_alone(acting)
    if not passkeys.has_passkey(person.pk, passkey_id):
        raise NotFound
    _require_proof(acting, person)
    passkeys.remove(person.pk, passkey_id)
    _removed(acting, person, FactorChange.PASSKEY_REMOVED, factor=FactorMethod.PASSKEY, passkey=passkey_id)


@atomic_with_retry
def create_recovery_codes(acting: Acting) -> list[str]:
    """Ten new codes, which replace the former ones. Raises StepUpRequired, InvalidRequest without a factor."""
    person = _lock(acting)
    if not person.has_factor:
        raise InvalidRequest(NO_FACTOR)
    codes = recovery_codes.replace(person.pk)
    record(Event.RECOVERY_CODES_CREATED, client=acting.client, user_id=person.pk, actor_id=person.pk)
    mail.send_factor_changed(person, FactorChange.RECOVERY_CODES_CREATED)
    return codes


def sync_has_factor(person: User) -> bool:
    """Writes to the user's row whether there is a factor, in the transaction that has changed it; returns that."""
    person.has_factor = factors.has_factor(person.pk)
    User.objects.filter(pk=person.pk).update(has_factor=person.has_factor)
    return person.has_factor


def _lock(acting: Acting) -> User:
    """The user's row, locked. Raises PermissionDenied, StepUpRequired."""
    person = _lock_alone(acting)
    _require_proof(acting, person)
    return person


def _lock_alone(acting: Acting) -> User:
    require_capability(acting.user, Capability.CHANGE_OWN_PROFILE)
    return lock_user(acting.user.pk)


def _require_proof(acting: Acting, person: User) -> None:
    require_capability(person, Capability.CHANGE_OWN_PROFILE)
    require_proof(acting.session, by_factor=person.has_factor)


def _relying_party(acting: Acting) -> RelyingParty:
    if acting.rp is None:
        raise InvalidRequest(NO_PASSKEYS)
    return acting.rp


def _added(acting: Acting, person: User, change: FactorChange, **details: Any) -> None:
    sync_has_factor(person)
    record(Event.FACTOR_ADDED, client=acting.client, user_id=person.pk, actor_id=person.pk, **details)
    mail.send_factor_changed(person, change)


def _removed(acting: Acting, person: User, change: FactorChange, **details: Any) -> None:
    """Raises FactorRequired, which undoes the removal, where the role needs a factor and this was the last."""
    if not sync_has_factor(person):
        if must_have_factor(person.role):  # guard: last-factor
            raise FactorRequired
        recovery_codes.remove(person.pk)  # without another factor there is nothing to recover
    record(Event.FACTOR_REMOVED, client=acting.client, user_id=person.pk, actor_id=person.pk, **details)
    mail.send_factor_changed(person, change)


def _refuse(acting: Acting, method: FactorMethod) -> FactorInvalid:
    record_refusal(Event.FACTOR_FAILED, client=acting.client, user_id=acting.user.pk, step="setup", factor=method)
    return FactorInvalid()
