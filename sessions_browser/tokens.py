"""Generates SimpleJWT's tokens from a session's row, and reads their claims; the row decides whether they are accepted.

SimpleJWT's token classes would store every refresh token in plain text (`OutstandingToken.token`) and query the
blacklist again, so this app uses its settings and backend directly (`sessions_browser.signing`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from rest_framework_simplejwt.settings import api_settings

from sessions_browser.models import BrowserSession
from sessions_browser.signing import TokenType, sign, verify


@dataclass(frozen=True)
class Claims:
    """The claims of a verified token."""

    user_id: str
    sid: str
    jti: str


@dataclass(frozen=True)
class Tokens:
    """The pair of tokens for the client."""

    access: str
    refresh: str


def new_jti() -> str:
    """A random token id."""
    return uuid4().hex


def tokens_of(session: BrowserSession) -> Tokens:
    """The pair of tokens of the row; the same row and key always give the same tokens."""
    access_expires_at = session.issued_at + api_settings.ACCESS_TOKEN_LIFETIME
    refresh_expires_at = session.issued_at + api_settings.REFRESH_TOKEN_LIFETIME
    return Tokens(
        access=_encode("access", session, session.access_jti, access_expires_at),
        refresh=_encode("refresh", session, session.refresh_jti, refresh_expires_at),
    )


def decode_token(raw: str, kind: TokenType) -> Claims:
    """The claims of a valid token. Raises the errors of `signing.verify`."""
    return _claims(verify(raw, kind))


def decode_ignoring_expiry(raw: str, kind: TokenType) -> Claims:
    """The same for a token that may have expired: it is sufficient to end its session."""
    return _claims(verify(raw, kind, expired=True))


def _encode(kind: TokenType, session: BrowserSession, jti: str, expires_at: datetime) -> str:
    return sign(
        {
            "exp": int(expires_at.timestamp()),
            "iat": int(session.issued_at.timestamp()),
            "jti": jti,
            api_settings.USER_ID_CLAIM: str(session.user_id),
            "sid": session.session_token,
        },
        kind,
    )


def _claims(payload: dict[str, Any]) -> Claims:
    return Claims(str(payload[api_settings.USER_ID_CLAIM]), str(payload["sid"]), str(payload["jti"]))
