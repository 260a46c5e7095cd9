"""Rotating the keys of tokens: no session ends, an unknown key ends nothing, and old tokens end in time."""

from datetime import timedelta

import jwt
import pytest
from django.conf import settings as django_settings

from core.keys import Purpose, derive
from sessions_browser.models import BrowserSession
from tests.key_rings import NEW, OLD
from tests.sessions_browser.test_refused_tokens import CHECK, clears_both_tokens, forge, is_refused


@pytest.fixture
def cookie_client(signed_in, member):
    return signed_in(member, transport="cookie")


def kid(token):
    return jwt.get_unverified_header(token)["kid"]


def in_old_form(token):
    """The token as versions before the key ring made it."""
    return forge(token, headers={"kid": None, "typ": "JWT"}, without=["iss", "aud"])


def test_token_names_its_key_issuer_audience_and_type(signed_in, member, use_keys):
    use_keys(OLD)
    browser = signed_in(member)

    for token, typ in ((browser.access, "at+jwt"), (browser.refresh, "rt+jwt")):
        assert jwt.get_unverified_header(token) == {"alg": "HS256", "kid": "k1", "typ": typ}
        claims = jwt.decode(token, derive(Purpose.TOKENS, "k1"), algorithms=["HS256"], audience="bank-portal-api")
        assert claims["iss"] == "bank-portal"


def test_session_survives_every_step_of_a_rotation(signed_in, member, use_keys):
    use_keys(OLD)
    browser = signed_in(member)
    for keys, signs in (((OLD, NEW), "k1"), ((NEW, OLD), "k2"), ((NEW,), "k2")):
        use_keys(*keys)
        assert browser.check().status_code == 200
        assert browser.rotate().status_code == 200
        assert kid(browser.access) == kid(browser.refresh) == signs


def test_session_survives_the_move_from_secret_key_to_token_keys(signed_in, member, use_keys):
    browser = signed_in(member)
    for keys in (("secret-key", NEW), (NEW, "secret-key"), (NEW,)):
        use_keys(*keys)
        assert browser.check().status_code == 200
        assert browser.rotate().status_code == 200


def test_token_of_a_key_that_was_removed_is_token_invalid(signed_in, member, use_keys):
    use_keys(OLD)
    browser = signed_in(member)
    use_keys(NEW)

    assert is_refused(browser.check(), "token_invalid")
    assert is_refused(browser.rotate(), "token_invalid")


def test_token_cookie_of_an_unknown_key_ends_no_session_and_clears_no_cookie(cookie_client, use_keys):
    use_keys(NEW)
    response = cookie_client.get(CHECK)

    assert is_refused(response, "token_invalid")
    assert not response.cookies
    assert BrowserSession.objects.count() == 1
    use_keys(NEW, "secret-key")
    assert cookie_client.get(CHECK).status_code == 200


def test_refresh_cookie_of_an_unknown_key_spends_nothing_and_clears_no_cookie(cookie_client, use_keys):
    use_keys(NEW)
    response = cookie_client.rotate(None)

    assert is_refused(response, "token_invalid")
    assert not response.cookies
    use_keys(NEW, "secret-key")
    assert cookie_client.rotate(None).status_code == 200


def test_token_with_an_unknown_kid_that_a_known_key_signed_is_refused(cookie_client, use_keys):
    use_keys(OLD, "secret-key")
    unknown = forge(cookie_client.cookie("auth_token"), headers={"kid": "k9"})

    assert is_refused(cookie_client.check(token=unknown), "token_invalid")
    assert cookie_client.get(CHECK).status_code == 200


def test_token_that_another_key_of_the_ring_signed_is_a_forged_one(cookie_client, use_keys):
    use_keys("secret-key", OLD)
    forged = forge(cookie_client.cookie("auth_token"), key=derive(Purpose.TOKENS, "k1"))
    cookie_client.set_cookie("auth_token", forged)
    response = cookie_client.get(CHECK)

    assert is_refused(response, "token_invalid")
    assert clears_both_tokens(response)
    assert BrowserSession.objects.count() == 0


def test_key_of_another_purpose_signs_no_token(signed_in, member, use_keys):
    use_keys(OLD)
    browser = signed_in(member)
    for purpose in set(Purpose) - {Purpose.TOKENS}:
        assert is_refused(browser.check(token=forge(browser.access, key=derive(purpose))), "token_invalid")


def test_token_of_the_old_form_is_accepted_and_refreshed_for_a_refresh_lifetime(signed_in, member, upgraded):
    browser = signed_in(member)
    access, refresh = in_old_form(browser.access), in_old_form(browser.refresh)
    upgraded(timedelta(hours=23, minutes=59))

    assert browser.check(token=access).status_code == 200
    assert browser.rotate(refresh).status_code == 200
    assert kid(browser.access).startswith("sk-")
    assert browser.check(token=access).status_code == 200


def test_token_of_the_old_form_is_refused_after_a_refresh_lifetime(cookie_client, upgraded):
    old = in_old_form(cookie_client.cookie("auth_token"))
    upgraded(timedelta(hours=24))
    cookie_client.set_cookie("auth_token", old)
    response = cookie_client.get(CHECK)

    assert is_refused(response, "token_invalid")
    assert BrowserSession.objects.count() == 1


@pytest.mark.parametrize("keys", [(NEW,), (NEW, OLD)])
def test_token_of_the_old_form_is_refused_where_the_ring_lacks_secret_key(signed_in, member, upgraded, use_keys, keys):
    browser = signed_in(member)
    old = in_old_form(browser.access)
    upgraded(timedelta(0))
    use_keys(*keys)

    assert is_refused(browser.check(token=old), "token_invalid")


def test_forged_token_cookie_of_the_old_form_ends_the_session(cookie_client):
    old = forge(
        cookie_client.cookie("auth_token"), headers={"kid": None}, key="another-key-that-is-long-enough-for-hs256"
    )
    cookie_client.set_cookie("auth_token", old)

    assert is_refused(cookie_client.get(CHECK), "token_invalid")
    assert BrowserSession.objects.count() == 0


def test_servers_of_the_version_before_accept_the_tokens_of_this_one(signed_in, member):
    browser = signed_in(member)
    claims = jwt.decode(
        browser.access,
        django_settings.SECRET_KEY,
        algorithms=["HS256"],
        audience=None,
        issuer=None,
        options={"verify_iat": False, "verify_aud": False, "require": ["exp", "jti", "sid", "token_type", "user_id"]},
    )

    assert claims["token_type"] == "access"


def test_time_of_the_upgrade_is_read_once_in_a_process(signed_in, member, upgraded, django_assert_num_queries):
    browser = signed_in(member)
    old = in_old_form(browser.access)
    upgraded(timedelta(0))
    assert browser.check(token=old).status_code == 200

    with django_assert_num_queries(1):
        assert browser.check(token=old).status_code == 200
