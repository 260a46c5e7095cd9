"""The fast check of tokens that this server signed agrees with PyJWT, on tokens changed in any way."""

import base64
import json
from unittest.mock import patch

import jwt
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from core.exceptions import ApplicationError
from core.keys import Purpose, derive, signing_kid
from sessions_browser import signing
from sessions_browser.signing import HEADER_TYPES, sign, verify

AT = 1_800_000_000
CLAIMS = {"exp": AT + 3600, "iat": AT, "jti": "a" * 32, "user_id": "7", "sid": "b" * 32}
KINDS = ("access", "refresh")
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.lists(st.text(max_size=9)),
    st.integers(AT - 3, AT + 3), st.just(AT + 0.5), st.just(str(AT + 9)), st.just("bank-portal"),
    st.just("bank-portal-api"), st.just(["bank-portal-api"]), st.sampled_from(KINDS),
)  # fmt: skip
NAMES = st.sampled_from([*CLAIMS, "iss", "aud", "token_type", "nbf", "sub", "other"])


def outcome(raw, kind):
    try:
        return verify(raw, kind)
    except ApplicationError as exc:
        return type(exc)
    except Exception as exc:  # noqa: BLE001 (a defect: the same one with and without the fast check)
        return type(exc)


def assert_same(raw, kind):
    """With and without the fast check, the token is accepted or refused alike."""
    with time_machine.travel(AT, tick=False):
        fast = outcome(raw, kind)
        with patch.object(signing, "_read_minted", lambda *_: None):
            assert fast == outcome(raw, kind), raw


def encode(part):
    text = part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def signed(header, payload, key=None):
    """A token of any header and payload with a valid HS256 signature."""
    head = f"{encode(header)}.{encode(payload)}"
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        head.encode(), key or derive(Purpose.TOKENS)
    )
    return f"{head}.{encode(signature)}"


@pytest.mark.parametrize("kind", KINDS)
def test_token_as_it_is_signed_takes_the_fast_check(kind):
    with time_machine.travel(AT, tick=False), patch.object(jwt, "decode", side_effect=AssertionError):
        claims = verify(sign(CLAIMS, kind), kind)
    assert claims == CLAIMS | {"token_type": kind, "iss": "bank-portal", "aud": "bank-portal-api"}


@given(
    changed=st.dictionaries(NAMES, VALUES, max_size=3),
    left_out=st.sets(NAMES, max_size=2),
    kind=st.sampled_from(KINDS),
)
def test_token_with_other_claims_and_a_valid_signature_is_judged_as_by_pyjwt(changed, left_out, kind):
    claims = CLAIMS | {"token_type": "access", "iss": "bank-portal", "aud": "bank-portal-api"} | changed
    header = {"alg": "HS256", "kid": signing_kid(), "typ": HEADER_TYPES["access"]}
    payload = {name: value for name, value in claims.items() if name not in left_out}
    assert_same(signed(header, payload), kind)


@given(
    changed=st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk"]), VALUES, max_size=2),
    kind=st.sampled_from(KINDS),
)
def test_token_with_another_header_and_a_valid_signature_is_judged_as_by_pyjwt(changed, kind):
    claims = CLAIMS | {"token_type": kind, "iss": "bank-portal", "aud": "bank-portal-api"}
    header = {"alg": "HS256", "kid": signing_kid(), "typ": HEADER_TYPES[kind]} | changed
    assert_same(signed(header, claims), kind)


@given(payload=st.binary(max_size=60), kind=st.sampled_from(KINDS))
def test_signed_bytes_that_are_no_claims_are_judged_as_by_pyjwt(payload, kind):
    header = {"alg": "HS256", "kid": signing_kid(), "typ": HEADER_TYPES[kind]}
    assert_same(signed(header, payload), kind)


@given(data=st.data(), kind=st.sampled_from(KINDS), other=st.sampled_from(KINDS))
def test_token_with_any_changed_character_is_judged_as_by_pyjwt(data, kind, other):
    raw = sign(CLAIMS, kind)
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 3)))
    between = data.draw(st.text("AZaz09-_+/=. \nä", max_size=3))
    assert_same(raw[:start] + between + raw[end:], other)


@pytest.mark.parametrize("left", [-1, 0, 1])
def test_expiry_is_exact_to_the_second(left):
    raw = sign(CLAIMS | {"exp": AT + left}, "access")
    assert_same(raw, "access")
    with time_machine.travel(AT, tick=False):
        assert isinstance(outcome(raw, "access"), dict) == (left > 0)


def test_unused_bits_of_the_signature_are_judged_as_by_pyjwt():
    raw = sign(CLAIMS, "access")
    for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        assert_same(raw[:-1] + last, "access")
