"""The factors that a user can use now: what a login, a confirmation and the staff site offer."""

from factors import passkeys
from factors.enums import FactorMethod
from factors.passkeys import Options
from factors.relying_party import RelyingParty
from factors.selectors import factors_of
from factors.signed_challenges import ChallengePurpose, new_challenge


def usable_factors(
    user_id: int, rp: RelyingParty | None, purpose: ChallengePurpose, subject: str
) -> tuple[list[FactorMethod], Options | None]:
    """The methods, and request options where a passkey is one of them; without a relying party, passkeys are left out.

    The challenge of the options is for this purpose and subject.
    """
    factors = factors_of(user_id)
    if rp is None or not factors.passkeys:
        return [method for method in factors.methods if method is not FactorMethod.PASSKEY], None
    challenge = new_challenge(purpose, subject)
    return factors.methods, passkeys.request_options(rp, challenge, allowed=factors.passkeys)
