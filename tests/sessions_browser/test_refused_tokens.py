"""Refused tokens: the error code, the effect on the cookies, and that the session's row is kept."""

import base64
import json

import jwt
import pytest
from django.conf import settings
from django.db import connection

from sessions_browser.models import BrowserSession
from tests.browsers import LocalBrowser

CHECK = "/api/users/auth/check/"


def forge(token, key=settings.SECRET_KEY, algorithm="HS256", headers=None, without=(), **changes):
    """The token with other claims and headers, signed with any key. A header of None is left out."""
    claims = jwt.decode(token, options={"verify_signature": False}) | changes
    headers = jwt.get_unverified_header(token) | {"alg": algorithm} | (headers or {})
    return jwt.encode(
        {name: value for name, value in claims.items() if name not in without},
        key,
        algorithm=algorithm,
        headers={name: value for name, value in headers.items() if value is not None},
    )


def unsigned(token):
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."


def with_other_header(token):
    return "e30." + token.split(".", 1)[1]


def with_header(token, **changes):
    header = json.dumps(jwt.get_unverified_header(token) | changes).encode()
    return base64.urlsafe_b64encode(header).rstrip(b"=").decode() + "." + token.split(".", 1)[1]


FORGERIES = {
    "last letter changed": lambda t: t[:-2] + ("AA" if t[-2:] != "AA" else "BB"),
    "payload changed": lambda t: ".".join([t.split(".")[0], "eyJhIjoxfQ", t.split(".")[2]]),
    "another key": lambda t: forge(t, key="another-key-that-is-long-enough-for-hs256"),
    "alg none": unsigned,
    "another algorithm": lambda t: forge(t, algorithm="HS512", key=settings.SECRET_KEY + "x" * 64),
    "an empty header": with_other_header,
    "no kid": lambda t: forge(t, headers={"kid": None}, key="another-key-that-is-long-enough-for-hs256"),
    "a malformed kid": lambda t: with_header(t, kid="../../etc/passwd"),
    "a kid that is not a text": lambda t: with_header(t, kid=["a"]),
}
# Signed by this server, but not tokens that it makes.
WRONG_TOKENS = {
    "another issuer": {"iss": "another-bank"},
    "no issuer": {"without": ["iss"]},
    "another audience": {"aud": "another-api"},
    "no audience": {"without": ["aud"]},
    "typ of a refresh token": {"headers": {"typ": "rt+jwt"}},
    "typ JWT": {"headers": {"typ": "JWT"}},
    "no typ": {"headers": {"typ": None}},
    "token_type of a refresh token": {"token_type": "refresh"},
}


@pytest.fixture
def member_client(signed_in, member):
    return signed_in(member)


def is_refused(response, code, status=401):
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert set(response.json()) == {"error", "code"}
    return True


def test_request_without_a_token_is_not_authenticated(browser):
    response = browser.get(CHECK)
    assert is_refused(response, "not_authenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forged_token_in_the_header_is_refused_and_ends_no_session(member_client, forgery):
    assert is_refused(member_client.check(token=FORGERIES[forgery](member_client.access)), "token_invalid")
    assert member_client.check().status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer a b", "Bearer x", "Bearer ..", "bearer " + "a" * 5000])
def test_malformed_authorization_header_is_token_invalid(member_client, header):
    assert is_refused(member_client.get(CHECK, headers={"Authorization": header}), "token_invalid")
    assert member_client.check().status_code == 200


def test_another_authorization_scheme_is_not_authenticated(member_client):
    assert is_refused(member_client.get(CHECK, headers={"Authorization": "Basic YTpi"}), "not_authenticated")


def test_access_and_refresh_tokens_are_not_interchangeable(member_client):
    assert is_refused(member_client.check(token=member_client.refresh), "token_invalid")
    assert is_refused(member_client.rotate(member_client.access), "token_invalid")
    assert member_client.check().status_code == 200


@pytest.mark.parametrize("missing", ["sid", "jti", "exp", "user_id", "token_type"])
def test_a_token_without_a_claim_is_refused(member_client, missing):
    for headers in ({}, {"kid": None}):  # also in the old form
        token = forge(member_client.access, without=[missing], headers=headers)
        assert is_refused(member_client.check(token=token), "token_invalid")


@pytest.mark.parametrize("wrong", WRONG_TOKENS)
def test_signed_token_with_wrong_issuer_audience_or_type_is_refused_and_ends_no_session(cookie_client, wrong):
    original = cookie_client.cookie("auth_token")
    token = forge(original, **WRONG_TOKENS[wrong])
    assert is_refused(cookie_client.check(token=token), "token_invalid")
    cookie_client.set_cookie("auth_token", token)
    assert is_refused(cookie_client.get(CHECK), "token_invalid")
    cookie_client.set_cookie("auth_token", original)
    assert cookie_client.get(CHECK).status_code == 200


@pytest.mark.parametrize("wrong", ["another issuer", "another audience", "typ JWT"])
def test_signed_refresh_token_with_wrong_issuer_audience_or_type_is_refused(member_client, wrong):
    assert is_refused(member_client.rotate(forge(member_client.refresh, **WRONG_TOKENS[wrong])), "token_invalid")
    assert member_client.rotate().status_code == 200


def test_token_issued_two_seconds_in_the_future_is_accepted(member_client):
    claims = jwt.decode(member_client.access, options={"verify_signature": False})
    assert member_client.check(token=forge(member_client.access, iat=claims["iat"] + 2)).status_code == 200


def test_token_with_the_cookie_of_another_browser_is_browser_mismatch(member_client, signed_in, other_member):
    other_client = signed_in(other_member)
    response = other_client.check(token=member_client.access)

    assert is_refused(response, "browser_mismatch")
    assert "bind_browser" in response.json()["error"]
    assert member_client.check().status_code == 200
    assert other_client.check().status_code == 200


def test_token_of_a_bound_session_without_a_cookie_is_browser_mismatch(member_client, browser):
    assert is_refused(browser.check(token=member_client.access), "browser_mismatch")
    assert member_client.check().status_code == 200


def test_token_of_a_deleted_session_is_session_ended(member_client):
    BrowserSession.objects.all().delete()
    assert is_refused(member_client.check(), "session_ended")


def test_token_of_a_session_of_another_user_is_session_ended(member_client, other_member):
    BrowserSession.objects.update(user=other_member)
    assert is_refused(member_client.check(), "session_ended")


def test_token_of_an_inactive_user_is_session_ended(member_client, member):
    member.is_active = False
    member.save()
    assert is_refused(member_client.check(), "session_ended")
    assert is_refused(member_client.rotate(), "session_ended")


def test_token_of_a_deleted_user_is_session_ended(member_client, member):
    with connection.cursor() as cursor:  # in SQL, so that the database's cascade is tested and not Django's
        cursor.execute("DELETE FROM users WHERE id = %s", [member.pk])
    assert BrowserSession.objects.count() == 0
    assert is_refused(member_client.check(), "session_ended")
    assert is_refused(member_client.rotate(), "session_ended")


def test_unsafe_request_without_the_browser_cookie_is_browser_mismatch(member_client, browser):
    assert is_refused(browser.post("/api/sessions/revoke-others/", token=member_client.access), "browser_mismatch")


# --- in a cookie ---------------------------------------------------------------------------------------------


@pytest.fixture
def cookie_client(signed_in, member):
    return signed_in(member, transport="cookie")


def clears_both_tokens(response):
    names = {name for name in ("auth_token", "refresh_token") if name in response.cookies}
    assert all(response.cookies[name]["max-age"] == 0 and not response.cookies[name].value for name in names)
    assert "browserId" not in response.cookies
    return names == {"auth_token", "refresh_token"}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forged_token_cookie_on_its_own_browser_ends_the_session(cookie_client, forgery):
    original = cookie_client.cookie("auth_token")
    cookie_client.set_cookie("auth_token", FORGERIES[forgery](original))
    response = cookie_client.get(CHECK)

    assert is_refused(response, "token_invalid")
    assert clears_both_tokens(response)
    assert BrowserSession.objects.count() == 0
    cookie_client.set_cookie("auth_token", original)
    assert is_refused(cookie_client.get(CHECK), "session_ended")


def test_forged_token_cookie_on_another_browser_ends_no_session(cookie_client, browser):
    browser.set_cookie("auth_token", FORGERIES["another key"](cookie_client.cookie("auth_token")))
    browser.set_cookie("browserId", "another-browser")
    response = browser.get(CHECK)

    assert is_refused(response, "token_invalid")
    assert clears_both_tokens(response)
    assert cookie_client.get(CHECK).status_code == 200


def test_token_cookie_that_is_not_a_jwt_is_cleared_and_ends_no_session(cookie_client):
    cookie_client.set_cookie("auth_token", "rubbish")
    response = cookie_client.get(CHECK)

    assert is_refused(response, "token_invalid")
    assert clears_both_tokens(response)
    assert BrowserSession.objects.count() == 1


@pytest.mark.parametrize("case", ["session_ended", "browser_mismatch", "session_expired"])
def test_refused_token_cookie_is_cleared_and_the_session_row_is_kept(cookie_client, case):
    if case == "session_ended":
        BrowserSession.objects.update(session_token="a newer login's")
    elif case == "browser_mismatch":
        cookie_client.set_cookie("browserId", "another-browser")
    else:
        BrowserSession.objects.update(expires_at="2020-01-01T00:00:00Z")
    response = cookie_client.get(CHECK)

    assert is_refused(response, case)
    assert clears_both_tokens(response)
    assert BrowserSession.objects.count() == 1


def test_authorization_header_takes_precedence_over_the_token_cookie(cookie_client, signed_in, other_member):
    other_client = signed_in(other_member)
    other_client.set_cookie("auth_token", cookie_client.cookie("auth_token"))
    assert other_client.check().json()["user"]["id"] == other_member.pk


@pytest.mark.parametrize("path", ["/api/users/login/", "/api/users/token/refresh/", "/api/users/logout/",
                                  "/api/users/register/", "/api/users/register/confirm/",
                                  "/api/users/me/email/confirm/", "/api/users/password/reset/",
                                  "/api/users/password/reset/confirm/"])  # fmt: skip
def test_routes_for_anonymous_users_ignore_an_invalid_token(db, path):
    response = LocalBrowser().post(path, {}, token="rubbish")
    assert response.json()["code"] != "token_invalid" if response.content else response.status_code == 204


@pytest.mark.parametrize("path", ["/api/config/", "/api/schema/", "/api/docs/"])
def test_config_schema_and_docs_ignore_an_invalid_token(db, path):
    assert LocalBrowser().get(path, token="rubbish").status_code == 200
