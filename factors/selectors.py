"""Reads the factors of a user."""

from dataclasses import dataclass
from datetime import datetime

from factors.enums import FactorMethod
from factors.models import Passkey, RecoveryCode, TotpDevice


@dataclass(frozen=True)
class Factors:
    """The factors that a user has set up."""

    totp_added_at: datetime | None
    passkeys: list[Passkey]
    recovery_codes_left: int

    @property
    def methods(self) -> list[FactorMethod]:
        """The kinds of factors that the user can use now. Recovery codes alone are no factor."""
        has = {
            FactorMethod.PASSKEY: bool(self.passkeys),
            FactorMethod.TOTP: self.totp_added_at is not None,
            FactorMethod.RECOVERY_CODE: self.recovery_codes_left > 0,
        }
        return [method for method in FactorMethod if has[method]]


def passkeys_of(user_id: int) -> list[Passkey]:
    """The user's passkeys, the oldest first."""
    return list(Passkey.objects.filter(user_id=user_id).order_by("pk"))


def factors_of(user_id: int) -> Factors:
    """All factors of a user: three queries."""
    device = TotpDevice.objects.filter(user_id=user_id).exclude(secret="").values_list("added_at", flat=True)
    return Factors(
        totp_added_at=device.first(),
        passkeys=passkeys_of(user_id),
        recovery_codes_left=RecoveryCode.objects.filter(user_id=user_id).count(),
    )
