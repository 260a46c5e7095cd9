"""The request that a confirmation is for, and its signature."""

from dataclasses import dataclass

from core.keys import Purpose, all_signatures, sign


@dataclass(frozen=True)
class ConfirmableRequest:
    """Everything that a confirmation is bound to.

    `fingerprint` is that of method, path and canonical body (`core.idempotency.fingerprint`); `key` is the
    Idempotency-Key, empty for a request that needs none.
    """

    user_id: int
    session_token: str
    fingerprint: str
    key: str = ""

    def sign(self) -> str:
        """The signature by the key that signs."""
        return sign(Purpose.CONFIRMATIONS, self._text())

    def signatures(self) -> list[str]:
        """The signatures by all keys of the ring, one of which the stored one must equal."""
        return all_signatures(Purpose.CONFIRMATIONS, self._text())

    def _text(self) -> str:
        bound_to = [
            str(self.user_id),
            self.session_token,  # guard: confirmation-session
            self.fingerprint,  # guard: confirmation-request
            self.key,  # guard: confirmation-key
        ]
        return "\x1f".join(bound_to)
