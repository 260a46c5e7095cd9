"""Codes of authenticator applications (RFC 6238): six digits of a secret and the time, each accepted once."""

import hmac
import logging

import pyotp
from django.conf import settings

from core.clock import now
from core.keys import UnknownKey, signing_kid
from factors.encryption import decrypt, encrypt
from factors.models import TotpDevice

logger = logging.getLogger("bankportal.factors")
DIGITS = 6
INTERVAL = 30  # seconds
DRIFT = 1  # steps that the clock of a telephone may differ


def new_secret() -> str:
    """A random secret of 160 bits, in base32."""
    return pyotp.random_base32()


def provisioning_uri(secret: str, account: str) -> str:
    """The `otpauth://` address, which authenticators read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=settings.BANK_NAME)


def matching_step(secret: str, code: str) -> int | None:
    """The time step, present or next to it, whose code this is; the latest where there are several."""
    generator, present = pyotp.TOTP(secret, digits=DIGITS, interval=INTERVAL), int(now().timestamp()) // INTERVAL
    steps = range(present + DRIFT, present - DRIFT - 1, -1)
    # All are computed, so that the time does not depend on which one matches.
    matches = [step for step in steps if hmac.compare_digest(generator.generate_otp(step).encode(), code.encode())]
    return matches[0] if matches else None


def is_enabled(user_id: int) -> bool:
    """Whether the user has an authenticator."""
    return enabled_device(user_id) is not None


def enabled_device(user_id: int) -> TotpDevice | None:
    """The user's authenticator, if there is one."""
    return TotpDevice.objects.filter(user_id=user_id).exclude(secret="").first()


def begin(user_id: int) -> str:
    """Stores and returns a new secret that waits for its first code, under the lock of the user's row."""
    secret = new_secret()
    kid, encrypted = encrypt(secret, owner=user_id)
    TotpDevice.objects.update_or_create(user_id=user_id, defaults={"pending_kid": kid, "pending_secret": encrypted})
    return secret


def confirm(user_id: int, code: str) -> bool:
    """Enables the waiting secret if this is a code of it; returns whether it is. Of several calls, one succeeds."""
    device = TotpDevice.objects.filter(user_id=user_id).exclude(pending_secret="").first()
    secret = _open(device, device.pending_kid, device.pending_secret) if device else None
    step = matching_step(secret, code) if secret else None
    if device is None or secret is None or step is None:
        return False
    waiting = TotpDevice.objects.filter(
        pk=device.pk,
        pending_secret=device.pending_secret,  # guard: totp-confirm-once
    )
    enabled = waiting.update(
        kid=device.pending_kid,
        secret=device.pending_secret,
        pending_kid="",
        pending_secret="",
        added_at=now(),
        last_step=step,
    )
    return bool(enabled)


def consume(user_id: int, code: str) -> bool:
    """Whether this is a code of the user's authenticator that was not used yet, nor a later one. Uses it."""
    device = enabled_device(user_id)
    secret = _open(device, device.kid, device.secret) if device else None
    step = matching_step(secret, code) if secret else None
    if device is None or secret is None or step is None:
        return False
    unused = TotpDevice.objects.filter(
        pk=device.pk,
        secret=device.secret,
        last_step__lt=step,  # guard: totp-once
    )
    return bool(unused.update(last_step=step, **_renewed(device, secret)))


def remove(user_id: int) -> None:
    """Deletes the user's authenticator, also one that is not enabled yet."""
    TotpDevice.objects.filter(user_id=user_id).delete()


def reencrypt(device: TotpDevice) -> bool:
    """Encrypts the secrets of a row with the key that signs now; returns whether they could be decrypted."""
    changes = {}
    for prefix in ("", "pending_"):
        kid, encrypted = getattr(device, f"{prefix}kid"), getattr(device, f"{prefix}secret")
        if not encrypted or kid == signing_kid():
            continue
        secret = _open(device, kid, encrypted)
        if secret is None:
            return False
        changes[f"{prefix}kid"], changes[f"{prefix}secret"] = encrypt(secret, owner=device.user_id)
    if changes:
        same = TotpDevice.objects.filter(pk=device.pk, secret=device.secret, pending_secret=device.pending_secret)
        same.update(**changes)
    return True


def _renewed(device: TotpDevice, secret: str) -> dict[str, str]:
    """The columns of the secret, encrypted with the key that signs now, where that is another key."""
    if device.kid == signing_kid():
        return {}
    kid, encrypted = encrypt(secret, owner=device.user_id)
    return {"kid": kid, "secret": encrypted}


def _open(device: TotpDevice, kid: str, encrypted: str) -> str | None:
    """The decrypted secret; None where the key is not in the ring any more."""
    try:
        return decrypt(kid, encrypted, owner=device.user_id)
    except (UnknownKey, ValueError) as exc:
        logger.error("the secret of authenticator %s cannot be decrypted with the key %s: %s", device.pk, kid, exc)
        return None
