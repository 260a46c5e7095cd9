"""Tokens of mailed links: signatures over facts, one of which changes when the link must become invalid.

Tokens are not stored, so a copy of the database without `SECRET_KEY` contains no valid link.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.signing import BadSignature, TimestampSigner

from users.models import PendingEmailChange, PendingRegistration, User

# A user's link becomes invalid when one of these changes. `session_version` counts up at each deactivation, so that
# reactivation does not bring older links back.
USER_FACTS = ("email", "password", "session_version", "role", "is_superuser", "is_active")

_SEPARATOR = "\x1f"  # does not occur in facts


class _PasswordLinkTokens(PasswordResetTokenGenerator):
    """Django's tokens of password resets, which also cover the facts in `USER_FACTS`."""

    key_salt = "users.link_tokens.password"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return _SEPARATOR.join([super()._make_hash_value(user, timestamp), *get_user_facts(user)])


password_link_tokens = _PasswordLinkTokens()


class ConfirmationTokens:
    """Tokens of links for one purpose; a token of another purpose is not valid. They expire as reset links do."""

    def __init__(self, purpose: str) -> None:
        self._salt = f"users.link_tokens.{purpose}"

    def make(self, *facts: str) -> str:
        """The token for these facts, at most 60 characters."""
        text = _SEPARATOR.join(facts)
        return self._signer().sign(text).removeprefix(f"{text}.")

    def is_valid(self, token: str, *facts: str) -> bool:
        """Whether the token is of these facts and has not expired."""
        try:
            self._signer().unsign(f"{_SEPARATOR.join(facts)}.{token}", max_age=settings.PASSWORD_RESET_TIMEOUT)
        except BadSignature:
            return False
        return True

    def _signer(self) -> TimestampSigner:
        return TimestampSigner(sep=".", salt=self._salt)


# The two links of a registration: one requires the password chosen at registration, the other sets a new one.
registration_tokens = ConfirmationTokens("registration")
registration_password_tokens = ConfirmationTokens("registration-password")
email_change_tokens = ConfirmationTokens("email-change")


def get_registration_facts(pending: PendingRegistration) -> tuple[str, ...]:
    """The facts of the two tokens of a registration."""
    return pending.uid, pending.email


def get_email_change_facts(change: PendingEmailChange, user: User) -> tuple[str, ...]:
    """The facts of the token of an e-mail change."""
    return change.uid, change.email, str(user.pk), *get_user_facts(user)


def get_user_facts(user: User) -> list[str]:
    """The facts of a user that every link of the user signs."""
    return [str(getattr(user, name)) for name in USER_FACTS]
