"""The factors that can confirm, and the options of a passkey for a confirmation."""

from factors.enums import FactorMethod
from factors.passkeys import Options
from factors.relying_party import RelyingParty
from factors.signed_challenges import ChallengePurpose
from factors.usable_factors import usable_factors


def usable_methods(user_id: int, rp: RelyingParty | None, subject: str) -> tuple[list[FactorMethod], Options | None]:
    """The user's factors but for recovery codes, and request options where a passkey is one that can be used here."""
    methods, options = usable_factors(user_id, rp, ChallengePurpose.CONFIRMATION, subject)
    return [method for method in methods if method is not FactorMethod.RECOVERY_CODE], options
