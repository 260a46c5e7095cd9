"""Tokens of mailed links: signatures over facts, one of which changes when the link must become invalid.

Tokens are not stored, so a copy of the database without the keys contains no valid link. A token begins with the id of
its key (`kid~…`). One without it is of a version before the key ring, and is accepted for its lifetime after the
upgrade.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.signing import BadSignature, TimestampSigner

from core.keys import Purpose, UnknownKey, derive, signing_kid
from core.old_form import accepts_old_form
from users.models import PendingEmailChange, PendingRegistration, User

# A user's link becomes invalid when one of these changes. `session_version` counts up at each deactivation, so that
# reactivation does not bring older links back.
USER_FACTS = ("email", "password", "session_version", "role", "is_superuser", "is_active")

_SEPARATOR = "\x1f"  # does not occur in facts
_KID_END = "~"  # occurs neither in ids of keys nor in signatures


class _Generator(PasswordResetTokenGenerator):
    """Django's tokens of password resets, which also cover the facts in `USER_FACTS`."""

    key_salt = "users.link_tokens.password"

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return _SEPARATOR.join([super()._make_hash_value(user, timestamp), *get_user_facts(user)])


class PasswordLinkTokens:
    """Tokens of links that set a user's password."""

    def make_token(self, user: User) -> str:
        """The token for the user's present facts, at most 60 characters."""
        kid = signing_kid()
        return f"{kid}{_KID_END}{_generator(_link_key(kid)).make_token(user)}"

    def check_token(self, user: User, token: str) -> bool:
        """Whether the token is of these facts and has not expired."""
        kid, rest = _split(token)
        try:
            return _generator(_link_key(kid)).check_token(user, rest)
        except UnknownKey:
            return False


password_link_tokens = PasswordLinkTokens()


class ConfirmationTokens:
    """Tokens of links for one purpose; a token of another purpose is not valid. They expire as reset links do."""

    def __init__(self, purpose: str) -> None:
        self._salt = f"users.link_tokens.{purpose}"

    def make(self, *facts: str) -> str:
        """The token for these facts, at most 80 characters."""
        text, kid = _SEPARATOR.join(facts), signing_kid()
        return f"{kid}{_KID_END}{self._signer(kid).sign(text).removeprefix(f'{text}.')}"

    def is_valid(self, token: str, *facts: str) -> bool:
        """Whether the token is of these facts and has not expired."""
        kid, rest = _split(token)
        try:
            self._signer(kid).unsign(f"{_SEPARATOR.join(facts)}.{rest}", max_age=settings.PASSWORD_RESET_TIMEOUT)
        except (BadSignature, UnknownKey):
            return False
        return True

    def _signer(self, kid: str | None) -> TimestampSigner:
        return TimestampSigner(key=_link_key(kid), sep=".", salt=self._salt, fallback_keys=[])


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


def _split(token: str) -> tuple[str | None, str]:
    """The id of the key, which is None in the old form, and the rest."""
    kid, end, rest = token.partition(_KID_END)
    return (kid, rest) if end else (None, token)


def _link_key(kid: str | None) -> bytes:
    """The key of links with this id. Raises UnknownKey, also for the old form when its time is over."""
    if kid is not None:
        return derive(Purpose.LINKS, kid)
    if not accepts_old_form(timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)):  # guard: old-links-end
        raise UnknownKey(kid)
    return settings.SECRET_KEY.encode()


def _generator(key: bytes) -> _Generator:
    generator = _Generator()
    generator.secret, generator.secret_fallbacks = key, []
    return generator
