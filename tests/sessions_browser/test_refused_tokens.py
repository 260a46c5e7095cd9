"""Every way a token is refused: the code, what it does to the cookies, and that the row is left alone."""

import base64
import json

import jwt
import pytest
from django.conf import settings
from django.db import connection

from sessions_browser.models import BrowserSession
from tests.browsers import LocalBrowser

CHECK = "/api/users/auth/check/"


def forge(token, key=settings.SECRET_KEY, algorithm="HS256", **changes):
    """The token with other claims, signed with a key of one's choice."""
    claims = jwt.decode(token, options={"verify_signature": False}) | changes
    return jwt.encode(claims, key, algorithm=algorithm)


def unsigned(token):
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."


def with_other_header(token):
    return "e30." + token.split(".", 1)[1]


FORGERIES = {
    "last letter changed": lambda t: t[:-2] + ("AA" if t[-2:] != "AA" else "BB"),
    "payload changed": lambda t: ".".join([t.split(".")[0], "eyJhIjoxfQ", t.split(".")[2]]),
    "another key": lambda t: forge(t, key="another-key-that-is-long-enough-for-hs256"),
    "alg none": unsigned,
    "another algorithm": lambda t: forge(t, algorithm="HS512", key=settings.SECRET_KEY + "x" * 64),
    "a header of nothing": with_other_header,
}


@pytest.fixture
def member_client(signed_in, member):
    return signed_in(member)


def refused(response, code, status=401):
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert set(response.json()) == {"error", "code"}
    return True


def test_no_token_is_not_authenticated(browser):
    response = browser.get(CHECK)
    assert refused(response, "not_authenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_header_is_refused_and_ends_nothing(member_client, forgery):
    assert refused(member_client.check(token=FORGERIES[forgery](member_client.access)), "token_invalid")
    assert member_client.check().status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer a b", "Bearer x", "Bearer ..", "bearer " + "a" * 5000])
def test_a_malformed_header_is_refused(member_client, header):
    assert refused(member_client.get(CHECK, headers={"Authorization": header}), "token_invalid")
    assert member_client.check().status_code == 200


def test_another_scheme_is_no_token(member_client):
    assert refused(member_client.get(CHECK, headers={"Authorization": "Basic YTpi"}), "not_authenticated")


def test_a_refresh_token_is_no_access_token_and_the_other_way_round(member_client):
    assert refused(member_client.check(token=member_client.refresh), "token_invalid")
    assert refused(member_client.rotate(member_client.access), "token_invalid")
    assert member_client.check().status_code == 200


@pytest.mark.parametrize("missing", ["sid", "jti", "exp", "user_id", "token_type"])
def test_a_token_without_a_claim_is_refused(member_client, missing):
    claims = jwt.decode(member_client.access, options={"verify_signature": False})
    del claims[missing]
    assert refused(member_client.check(token=jwt.encode(claims, settings.SECRET_KEY)), "token_invalid")


def test_a_token_of_another_servers_faster_clock_is_accepted(member_client):
    claims = jwt.decode(member_client.access, options={"verify_signature": False})
    assert member_client.check(token=forge(member_client.access, iat=claims["iat"] + 2)).status_code == 200


def test_a_token_of_browser_a_with_the_cookie_of_browser_b(member_client, signed_in, other_member):
    theirs = signed_in(other_member)
    response = theirs.check(token=member_client.access)

    assert refused(response, "browser_mismatch")
    assert "bind_browser" in response.json()["error"]
    assert member_client.check().status_code == 200
    assert theirs.check().status_code == 200


def test_a_token_without_a_cookie(member_client, browser):
    assert refused(browser.check(token=member_client.access), "browser_mismatch")
    assert member_client.check().status_code == 200


def test_a_row_that_is_gone(member_client):
    BrowserSession.objects.all().delete()
    assert refused(member_client.check(), "session_ended")


def test_a_row_that_belongs_to_somebody_else(member_client, other_member):
    BrowserSession.objects.update(user=other_member)
    assert refused(member_client.check(), "session_ended")


def test_a_user_deactivated_past_every_service(member_client, member):
    member.is_active = False
    member.save()
    assert refused(member_client.check(), "session_ended")
    assert refused(member_client.rotate(), "session_ended")


def test_a_deleted_user_leaves_no_session_and_no_500(member_client, member):
    with connection.cursor() as cursor:  # past Django, whose own cascade is not what is asked
        cursor.execute("DELETE FROM users WHERE id = %s", [member.pk])
    assert BrowserSession.objects.count() == 0
    assert refused(member_client.check(), "session_ended")
    assert refused(member_client.rotate(), "session_ended")


def test_an_unsafe_method_is_judged_like_a_safe_one(member_client, browser):
    assert refused(browser.post("/api/sessions/revoke-others/", token=member_client.access), "browser_mismatch")


# --- in a cookie ---------------------------------------------------------------------------------------------


@pytest.fixture
def cookie_client(signed_in, member):
    return signed_in(member, transport="cookie")


def cleared(response):
    names = {name for name in ("auth_token", "refresh_token") if name in response.cookies}
    assert all(response.cookies[name]["max-age"] == 0 and not response.cookies[name].value for name in names)
    assert "browserId" not in response.cookies
    return names == {"auth_token", "refresh_token"}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_cookie_on_its_own_browser_ends_the_session(cookie_client, forgery):
    original = cookie_client.cookie("auth_token")
    cookie_client.set_cookie("auth_token", FORGERIES[forgery](original))
    response = cookie_client.get(CHECK)

    assert refused(response, "token_invalid")
    assert cleared(response)
    assert BrowserSession.objects.count() == 0
    cookie_client.set_cookie("auth_token", original)
    assert refused(cookie_client.get(CHECK), "session_ended")


def test_a_forged_cookie_on_another_browser_ends_nothing(cookie_client, browser):
    browser.set_cookie("auth_token", FORGERIES["another key"](cookie_client.cookie("auth_token")))
    browser.set_cookie("browserId", "another-browser")
    response = browser.get(CHECK)

    assert refused(response, "token_invalid")
    assert cleared(response)
    assert cookie_client.get(CHECK).status_code == 200


def test_a_cookie_that_is_no_jwt_is_cleared_and_ends_nothing(cookie_client):
    cookie_client.set_cookie("auth_token", "rubbish")
    response = cookie_client.get(CHECK)

    assert refused(response, "token_invalid")
    assert cleared(response)
    assert BrowserSession.objects.count() == 1


@pytest.mark.parametrize("case", ["session_ended", "browser_mismatch", "session_expired"])
def test_a_refused_cookie_is_cleared_and_the_row_left_alone(cookie_client, case):
    if case == "session_ended":
        BrowserSession.objects.update(session_token="a newer login's")
    elif case == "browser_mismatch":
        cookie_client.set_cookie("browserId", "another-browser")
    else:
        BrowserSession.objects.update(expires_at="2020-01-01T00:00:00Z")
    response = cookie_client.get(CHECK)

    assert refused(response, case)
    assert cleared(response)
    assert BrowserSession.objects.count() == 1


def test_the_header_counts_where_both_are_there(cookie_client, signed_in, other_member):
    theirs = signed_in(other_member)
    theirs.set_cookie("auth_token", cookie_client.cookie("auth_token"))
    assert theirs.check().json()["user"]["id"] == other_member.pk


@pytest.mark.parametrize("path", ["/api/users/login/", "/api/users/token/refresh/", "/api/users/logout/",
                                  "/api/users/register/", "/api/users/register/confirm/",
                                  "/api/users/me/email/confirm/", "/api/users/password/reset/",
                                  "/api/users/password/reset/confirm/"])  # fmt: skip
def test_routes_for_the_signed_out_ignore_a_token(db, path):
    response = LocalBrowser().post(path, {}, token="rubbish")
    assert response.json()["code"] != "token_invalid" if response.content else response.status_code == 204


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
def test_schema_and_docs_ignore_a_token(db, path):
    assert LocalBrowser().get(path, token="rubbish").status_code == 200
