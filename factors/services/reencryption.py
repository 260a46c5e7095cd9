"""Encrypts the secrets of all authenticators with the key that signs, before another key is removed."""

from django.db.models import Q

from core.db.transactions import atomic_with_retry
from core.keys import signing_kid
from factors import totp
from factors.models import TotpDevice


def reencrypt_all() -> tuple[int, int]:
    """How many rows were changed, and how many could not be decrypted. One transaction for each row."""
    outdated = TotpDevice.objects.filter(
        (Q(secret__gt="") & ~Q(kid=signing_kid())) | (Q(pending_secret__gt="") & ~Q(pending_kid=signing_kid()))
    )
    results = [_reencrypt(pk) for pk in list(outdated.order_by("pk").values_list("pk", flat=True))]
    return results.count(True), results.count(False)


@atomic_with_retry
def _reencrypt(pk: int) -> bool:
    device = TotpDevice.objects.select_for_update().filter(pk=pk).first()
    return device is None or totp.reencrypt(device)
