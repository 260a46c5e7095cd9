"""Generates and verifies SimpleJWT's tokens; the session's row decides whether they are accepted.

SimpleJWT's token classes would store every refresh token in plain text (`OutstandingToken.token`) and query the
blacklist again, so this module uses its backend and settings directly. SimpleJWT's `decode` hides which check failed,
and refuses a token whose `iat` is a moment ahead because of another server's clock; so PyJWT is called instead, with
the same arguments.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

import jwt
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.state import token_backend

from sessions_browser.exceptions import InvalidSignature, TokenExpired, TokenInvalid
from sessions_browser.models import BrowserSession

TokenType = Literal["access", "refresh"]
MAX_TOKEN = 1024  # characters; ours have about 300

_CHECKS: Any = {
    "verify_iat": False,
    "verify_aud": token_backend.audience is not None,
    "require": ["exp", "jti", "sid", "token_type", api_settings.USER_ID_CLAIM],
}


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
    """The pair of tokens of the row; the same row always gives the same tokens."""
    access_expires_at = session.issued_at + api_settings.ACCESS_TOKEN_LIFETIME
    refresh_expires_at = session.issued_at + api_settings.REFRESH_TOKEN_LIFETIME
    return Tokens(
        access=_encode("access", session, session.access_jti, access_expires_at),
        refresh=_encode("refresh", session, session.refresh_jti, refresh_expires_at),
    )


def decode_token(raw: str, kind: TokenType) -> Claims:
    """Verifies signature, algorithm, type and time.

    Raises InvalidSignature (a JWT, but not ours), TokenInvalid (not a JWT, or of another type), TokenExpired.
    """
    return _claims(_decode(raw), kind)


def decode_ignoring_expiry(raw: str, kind: TokenType) -> Claims:
    """The same for a token that may have expired: it is sufficient to end its session."""
    try:
        payload = _decode(raw)
    except TokenExpired:
        # The signature is valid: expiry is checked last.
        payload = jwt.decode(raw, options={"verify_signature": False})
    return _claims(payload, kind)


def _encode(kind: TokenType, session: BrowserSession, jti: str, expires_at: datetime) -> str:
    return token_backend.encode(
        {
            "token_type": kind,
            "exp": int(expires_at.timestamp()),
            "iat": int(session.issued_at.timestamp()),
            "jti": jti,
            api_settings.USER_ID_CLAIM: str(session.user_id),
            "sid": session.session_token,
        }
    )


def _decode(raw: str) -> dict[str, Any]:
    if len(raw) > MAX_TOKEN:
        raise TokenInvalid
    try:
        payload: dict[str, Any] = jwt.decode(
            raw,
            token_backend.prepared_signing_key,
            algorithms=[token_backend.algorithm],
            audience=token_backend.audience,
            issuer=token_backend.issuer,
            leeway=token_backend.get_leeway(),
            options=_CHECKS,
        )
    except jwt.ExpiredSignatureError as exc:
        raise TokenExpired from exc
    except (jwt.DecodeError, jwt.InvalidAlgorithmError) as exc:
        raise (InvalidSignature if raw.count(".") == 2 else TokenInvalid) from exc
    except jwt.InvalidTokenError as exc:
        raise TokenInvalid from exc
    return payload


def _claims(payload: dict[str, Any], kind: TokenType) -> Claims:
    if payload["token_type"] != kind:
        raise TokenInvalid
    return Claims(str(payload[api_settings.USER_ID_CLAIM]), str(payload["sid"]), str(payload["jti"]))
