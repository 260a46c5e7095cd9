"""Adds and removes factors, in the caller's transaction and under the lock of the user's row.

`users.authentication.second_factors` calls them, and keeps `User.has_factor`.
"""

from django.utils.translation import ngettext

from core.db.transactions import require_transaction
from core.db.upsert import insert_if_new
from core.exceptions import InvalidRequest
from factors import passkeys, recovery_codes, totp
from factors.exceptions import FactorInvalid
from factors.models import Passkey
from factors.passkeys import Ceremony, Credential
from factors.selectors import passkeys_of
from factors.signed_challenges import use_challenge


def has_factor(user_id: int) -> bool:
    """Whether the user has an authenticator or a passkey."""
    return totp.is_enabled(user_id) or passkeys.has_passkey(user_id)


def add_passkey(user_id: int, *, name: str, credential: Credential, ceremony: Ceremony) -> Passkey | FactorInvalid:
    """Stores a new passkey. Raises InvalidRequest where the user has as many as there may be."""
    require_transaction("add_passkey()")
    if len(passkeys_of(user_id)) >= passkeys.MAX_PASSKEYS:
        text = ngettext(
            "You can have at most %(most)s passkey. Remove one first.",
            "You can have at most %(most)s passkeys. Remove one first.",
            passkeys.MAX_PASSKEYS,
        )
        raise InvalidRequest(text % {"most": passkeys.MAX_PASSKEYS})
    created = passkeys.verify_creation(credential, ceremony)
    if created is None:
        return FactorInvalid()
    passkey, challenge = created
    passkey.user_id, passkey.name = user_id, name
    if not use_challenge(challenge) or not insert_if_new(passkey):
        return FactorInvalid()
    return passkey


def remove_all(user_id: int) -> bool:
    """Removes everything; returns whether there was a factor."""
    had_factor = has_factor(user_id)
    totp.remove(user_id)
    passkeys.remove_all(user_id)
    recovery_codes.remove(user_id)
    return had_factor
