"""The factors that can confirm, and the options of a passkey for a confirmation."""

from factors import passkeys
from factors.enums import FactorMethod
from factors.passkeys import Options
from factors.relying_party import RelyingParty
from factors.selectors import factors_of
from factors.signed_challenges import ChallengePurpose, new_challenge


def usable_methods(user_id: int, rp: RelyingParty | None, subject: str) -> tuple[list[FactorMethod], Options | None]:
    """The user's factors but for recovery codes, and request options where a passkey is one that can be used here."""
    usable = {FactorMethod.TOTP} | ({FactorMethod.PASSKEY} if rp is not None else set())
    methods = [method for method in factors_of(user_id).methods if method in usable]
    if rp is None or FactorMethod.PASSKEY not in methods:
        return methods, None
    challenge = new_challenge(ChallengePurpose.CONFIRMATION, subject)
    return methods, passkeys.request_options(rp, challenge, user_id=user_id)
