"""Signs and verifies JWTs: the `kid` of the header selects the key of the key ring, and no other key is tried.

SimpleJWT's backend has the algorithm, issuer, audience, leeway and encoder; its `encode` writes no `kid`. Its `decode`
hides which check failed, and refuses a token whose `iat` is a moment ahead because of another server's clock. So PyJWT
is called instead, with the same arguments.
"""

import binascii
import hmac
import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import jwt
from jwt.utils import base64url_decode, base64url_encode
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.state import token_backend

from core.keys import Purpose, UnknownKey, derive, is_kid, key_ids, signing_kid
from core.old_form import accepts_old_form
from sessions_browser.exceptions import InvalidSignature, TokenExpired, TokenInvalid, TokenKeyUnknown

TokenType = Literal["access", "refresh"]
MAX_TOKEN = 1024  # characters; ours have about 400
# The header's `typ`, as RFC 9068 has it for access tokens.
HEADER_TYPES: dict[TokenType, str] = {"access": "at+jwt", "refresh": "rt+jwt"}
_LEEWAY = token_backend.get_leeway()
_LEEWAY_SECONDS = _LEEWAY.total_seconds()
_MINTED_CLAIMS = {
    "token_type": str, "exp": int, "iat": int, "jti": str, api_settings.USER_ID_CLAIM: str, "sid": str, "iss": str,
    "aud": str,
}  # fmt: skip
_TO_BASE64 = str.maketrans("-_", "+/")
_OLD_CLAIMS = ["exp", "jti", "sid", "token_type", api_settings.USER_ID_CLAIM]
# Made once: every request uses them. `iat` may be a moment ahead because of another server's clock.
_OPTIONS: Any = {"verify_iat": False, "require": [*_OLD_CLAIMS, "iss", "aud"]}
_OLD_OPTIONS: Any = {"verify_iat": False, "verify_aud": False, "require": _OLD_CLAIMS}


@dataclass(frozen=True)
class _Header:
    """What is read of a token's header before its signature is verified; both are None in tokens of the old form."""

    kid: str | None
    typ: str | None


def sign(claims: dict[str, Any], kind: TokenType) -> str:
    """The token, signed with the first key of the ring."""
    kid = signing_kid()
    return jwt.encode(
        {"token_type": kind, **claims, "iss": token_backend.issuer, "aud": token_backend.audience},
        derive(Purpose.TOKENS, kid),
        algorithm=token_backend.algorithm,
        headers={"kid": kid, "typ": HEADER_TYPES[kind]},
        json_encoder=token_backend.json_encoder,
    )


def verify(raw: str, kind: TokenType, *, expired: bool = False) -> dict[str, Any]:
    """The claims, after key, signature, algorithm, issuer, audience, time and type are verified.

    With `expired`, the time does not matter. Raises TokenKeyUnknown (signed with a key that this server does not have),
    InvalidSignature (a JWT, but not ours), TokenInvalid (not a JWT, or of another type), TokenExpired.
    """
    if len(raw) > MAX_TOKEN or raw.count(".") != 2:
        raise TokenInvalid
    minted = None if expired else _read_minted(raw, kind)
    if minted is not None:
        return minted
    header = _read_header(raw.partition(".")[0])
    claims = _verify_old_form(raw, expired) if header.kid is None else _verify(raw, header.kid, expired)
    if header.kid is not None and header.typ != HEADER_TYPES[kind]:  # guard: token-header-type
        raise TokenInvalid
    if claims["token_type"] != kind:
        raise TokenInvalid
    return claims


def _read_minted(raw: str, kind: TokenType) -> dict[str, Any] | None:
    """The claims of a valid token that looks exactly as `sign` writes it; None for any other, which PyJWT judges.

    It accepts nothing that PyJWT refuses (`tests/sessions_browser/test_minted_tokens.py`), and refuses nothing, so
    that errors have one source. It takes 13 µs, PyJWT 49.
    """
    signed, _, signature = raw.rpartition(".")
    header, _, payload = signed.partition(".")
    kid = _minted_headers(key_ids(), kind).get(header)
    if kid is None:
        return None
    try:
        digest = hmac.digest(derive(Purpose.TOKENS, kid), signed.encode(), "sha256")
        if not hmac.compare_digest(base64url_encode(digest), signature.encode()):
            return None
        claims = json.loads(binascii.a2b_base64(payload.translate(_TO_BASE64) + "=="))
    except (ValueError, RecursionError):
        return None
    return claims if _are_minted(claims, kind) and claims["exp"] > time.time() - _LEEWAY_SECONDS else None


def _are_minted(claims: Any, kind: TokenType) -> bool:
    """Whether the claims are those that `sign` writes, and no others, each of the same type."""
    return (
        isinstance(claims, dict)
        and {name: type(value) for name, value in claims.items()} == _MINTED_CLAIMS
        and claims["token_type"] == kind
        and claims["iss"] == token_backend.issuer
        and claims["aud"] == token_backend.audience
    )


@lru_cache(maxsize=16)
def _minted_headers(kids: tuple[str, ...], kind: TokenType) -> dict[str, str]:
    """The encoded header of tokens that each of these keys signs, with the key's id."""
    if token_backend.algorithm != "HS256":
        return {}
    header = {"kid": "", "typ": HEADER_TYPES[kind]}
    return {jwt.encode({}, "0" * 32, "HS256", header | {"kid": kid}).partition(".")[0]: kid for kid in kids}


def _verify(raw: str, kid: str, expired: bool) -> dict[str, Any]:
    try:
        key = derive(Purpose.TOKENS, kid)
    except UnknownKey as exc:
        raise TokenKeyUnknown from exc
    return _decode(raw, key, _OPTIONS, expired, issuer=token_backend.issuer, audience=token_backend.audience)


def _verify_old_form(raw: str, expired: bool) -> dict[str, Any]:
    """Verifies a token of a version without a key ring: SECRET_KEY signed it, and it names no key, issuer or audience.

    It is accepted for the lifetime of a refresh token after the upgrade.
    """
    claims = _decode(raw, token_backend.prepared_signing_key, _OLD_OPTIONS, expired)
    if not accepts_old_form(api_settings.REFRESH_TOKEN_LIFETIME):  # guard: old-tokens-end
        raise TokenInvalid
    return claims


def _decode(
    raw: str, key: bytes, options: Any, expired: bool, *, issuer: str | None = None, audience: Any = None
) -> dict[str, Any]:
    chosen: Any = {**options, "verify_exp": False} if expired else options
    try:
        claims: dict[str, Any] = jwt.decode(
            raw,
            key,
            algorithms=[token_backend.algorithm],
            audience=audience,
            issuer=issuer,
            leeway=_LEEWAY,
            options=chosen,
        )
    except jwt.ExpiredSignatureError as exc:
        raise TokenExpired from exc
    except (jwt.DecodeError, jwt.InvalidAlgorithmError) as exc:
        raise InvalidSignature from exc
    except jwt.InvalidTokenError as exc:
        raise TokenInvalid from exc
    return claims


@lru_cache(maxsize=256)
def _read_header(segment: str) -> _Header:
    """The `kid` and `typ` of an encoded header. Headers are few, and every request has one. Raises InvalidSignature."""
    try:
        header = json.loads(base64url_decode(segment))
    except (ValueError, binascii.Error, RecursionError) as exc:
        raise InvalidSignature from exc
    kid = header.get("kid") if isinstance(header, dict) else 0
    if kid is not None and not (isinstance(kid, str) and is_kid(kid)):  # no server of ours wrote it
        raise InvalidSignature
    typ = header.get("typ")
    return _Header(kid, typ if isinstance(typ, str) else None)
