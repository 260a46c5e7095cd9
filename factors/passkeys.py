"""Passkeys (WebAuthn): options for browsers, and the verification of what an authenticator has signed."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from core.clock import now
from factors.models import Passkey
from factors.relying_party import RelyingParty
from factors.selectors import passkeys_of
from factors.signed_challenges import LIFETIME, ChallengePurpose, is_challenge

logger = logging.getLogger("bankportal.factors")
MAX_PASSKEYS = 20  # of a user
_TIMEOUT = int(LIFETIME.total_seconds() * 1000)
_TRANSPORTS = {transport.value for transport in AuthenticatorTransport}
Credential = dict[str, Any]
Options = dict[str, Any]


@dataclass(frozen=True)
class Ceremony:
    """What a credential must have been made for: the relying party, and a challenge of this purpose and subjects."""

    rp: RelyingParty | None
    purpose: ChallengePurpose
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Assertion:
    """A verified signature of a passkey, whose counter is not advanced yet."""

    passkey: Passkey
    challenge: str
    sign_count: int
    backed_up: bool


def find_passkey(credential: Credential) -> Passkey | None:
    """The stored passkey that a credential names by its id; anybody can name one."""
    credential_id = credential.get("id")
    if not isinstance(credential_id, str):
        return None
    return Passkey.objects.filter(credential_hash=_hash(credential_id)).first()


def creation_options(rp: RelyingParty, challenge: str, *, user_id: int, email: str, full_name: str) -> Options:
    """The options of `navigator.credentials.create()`: a discoverable credential that verifies its user."""
    options = generate_registration_options(
        rp_id=rp.id,
        rp_name=settings.BANK_NAME,
        user_id=_user_handle(user_id),
        user_name=email,
        user_display_name=full_name,
        challenge=challenge.encode(),
        timeout=_TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(passkeys_of(user_id)),
    )
    return options_to_json_dict(options)


def request_options(rp: RelyingParty, challenge: str, *, allowed: Iterable[Passkey] | None = None) -> Options:
    """The options of `navigator.credentials.get()`: for these passkeys, or with None for any of this bank."""
    options = generate_authentication_options(
        rp_id=rp.id,
        challenge=challenge.encode(),
        timeout=_TIMEOUT,
        allow_credentials=None if allowed is None else _descriptors(allowed),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def verify_creation(credential: Credential, ceremony: Ceremony) -> tuple[Passkey, str] | None:
    """The new passkey, not saved and without a user, and the challenge that it used; None if it is not valid."""
    try:
        challenge = _challenge_of(credential, ceremony)
        if challenge is None or ceremony.rp is None:
            return None
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge.encode(),
            expected_rp_id=ceremony.rp.id,
            expected_origin=list(ceremony.rp.origins),
            require_user_verification=True,  # guard: passkey-creation-user-verification
        )
    except Exception as exc:  # noqa: BLE001 (its parsers raise what their input provokes)
        logger.info("a passkey was not accepted: %s", exc)
        return None
    credential_id = bytes_to_base64url(verified.credential_id)
    sent = credential["response"].get("transports")
    passkey = Passkey(
        credential_hash=_hash(credential_id),
        credential_id=credential_id,
        public_key=bytes_to_base64url(verified.credential_public_key),
        sign_count=verified.sign_count,
        backed_up=verified.credential_backed_up,
        transports=sorted(_TRANSPORTS.intersection(filter(_is_text, sent))) if isinstance(sent, list) else [],
    )
    return passkey, challenge


def verify_assertion(passkey: Passkey, credential: Credential, ceremony: Ceremony) -> Assertion | None:
    """The verified signature; None if it is not one of this passkey, its user, this bank and a valid challenge."""
    try:
        challenge = _challenge_of(credential, ceremony)
        parsed = parse_authentication_credential_json(credential)
        handle = parsed.response.user_handle
        if challenge is None or ceremony.rp is None or handle not in {None, _user_handle(passkey.user_id)}:
            return None
        verified = verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge.encode(),
            expected_rp_id=ceremony.rp.id,
            expected_origin=list(ceremony.rp.origins),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,  # guard: passkey-user-verification
        )
    except Exception as exc:  # noqa: BLE001 (its parsers raise what their input provokes)
        logger.info("passkey %s was not accepted: %s", passkey.pk, exc)
        return None
    return Assertion(passkey, challenge, verified.new_sign_count, verified.credential_backed_up)


def advance(assertion: Assertion) -> bool:
    """Stores the counter of a signature and the time; returns False where the counter is not a later one.

    Authenticators that count nothing always send 0.
    """
    moved_on = Q(sign_count__lt=assertion.sign_count)
    if assertion.sign_count == 0:
        moved_on |= Q(sign_count=0)
    rows = Passkey.objects.filter(moved_on, pk=assertion.passkey.pk)
    return bool(rows.update(sign_count=assertion.sign_count, backed_up=assertion.backed_up, last_used_at=now()))


def remove(user_id: int, passkey_id: int) -> None:
    """Deletes one passkey of the user."""
    Passkey.objects.filter(pk=passkey_id, user_id=user_id).delete()


def remove_all(user_id: int) -> None:
    """Deletes all passkeys of the user."""
    Passkey.objects.filter(user_id=user_id).delete()


def has_passkey(user_id: int, passkey_id: int | None = None) -> bool:
    """Whether the user has a passkey, or the one with this id."""
    rows = Passkey.objects.filter(user_id=user_id)
    return (rows if passkey_id is None else rows.filter(pk=passkey_id)).exists()


def _challenge_of(credential: Credential, ceremony: Ceremony) -> str | None:
    """The challenge that the authenticator has signed; None if it is not a valid one for this ceremony."""
    client_data = parse_client_data_json(base64url_to_bytes(credential["response"]["clientDataJSON"]))
    if client_data.cross_origin:  # the page was embedded in one of another site
        return None
    challenge = client_data.challenge.decode("ascii")
    is_valid = any(is_challenge(challenge, ceremony.purpose, subject) for subject in ceremony.subjects)
    return challenge if is_valid else None


def _descriptors(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(passkey.credential_id),
            transports=[AuthenticatorTransport(name) for name in passkey.transports],
        )
        for passkey in passkeys
    ]


def _user_handle(user_id: int) -> bytes:
    """What an authenticator stores of the user: the same for all passkeys, without a name or an address."""
    return str(user_id).encode()


def _hash(credential_id: str) -> str:
    return hashlib.sha256(credential_id.encode(errors="surrogatepass")).hexdigest()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
