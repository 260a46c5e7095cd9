"""Recovery codes: ten for a user, each of 80 random bits and used once, for somebody who has lost the other factors."""

import hashlib
import secrets

from factors.models import RecoveryCode

COUNT = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: without I, L, O and U
_LENGTH = 16  # characters of five bits
_GROUP = 4
_CONFUSED = str.maketrans("ILO", "110")


def replace(user_id: int) -> list[str]:
    """Ten new codes such as `7K2M-…`, under the lock of the user's row; the former ones are invalid."""
    codes = [_new_code() for _ in range(COUNT)]
    RecoveryCode.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user_id=user_id, code_hash=_hash(user_id, code)) for code in codes])
    return codes


def consume(user_id: int, code: str) -> bool:
    """Whether this is a code of the user that was not used yet. Uses it: of several calls, one succeeds."""
    deleted, _ = RecoveryCode.objects.filter(user_id=user_id, code_hash=_hash(user_id, code)).delete()
    return bool(deleted)  # guard: recovery-code-once


def remove(user_id: int) -> None:
    """Deletes all codes of the user."""
    RecoveryCode.objects.filter(user_id=user_id).delete()


def _new_code() -> str:
    text = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(text[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _hash(user_id: int, code: str) -> str:
    """A fast hash is enough: the code has 80 random bits. Case, spaces, hyphens and similar letters do not matter."""
    text = "".join(c for c in code.upper() if c.isalnum()).translate(_CONFUSED)
    return hashlib.sha256(f"{user_id}:{text}".encode()).hexdigest()
