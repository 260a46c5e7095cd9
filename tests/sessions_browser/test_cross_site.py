"""Cross-site requests: what relies on a cookie must come from our own pages, or from no browser at all."""

import pytest

from sessions_browser.models import BrowserSession

REVOKE = "/api/sessions/revoke-others/"
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://app.bank.example"},  # listed with https
    {"Origin": "https://app.bank.example.evil.example"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-origin"},  # a browser that hides the origin of an unsafe request: none does
]
OURS = [{}, {"Origin": "https://app.bank.example"}, {"Origin": "http://testserver"},
        {"Origin": "https://app.bank.example", "Sec-Fetch-Site": "same-site"}]  # fmt: skip


@pytest.fixture
def cookie_client(signed_in, member):
    return signed_in(member, transport="cookie")


@pytest.mark.parametrize("headers", FOREIGN)
def test_every_unsafe_way_that_relies_on_a_cookie_is_refused(cookie_client, member, headers):
    attempts = [
        cookie_client.post(REVOKE, headers=headers),
        cookie_client.patch("/api/users/me/", {"full_name": "Mallory"}, headers=headers),
        cookie_client.rotate(None, headers=headers),
        cookie_client.log_out(headers=headers),
        cookie_client.log_in(member.email, headers=headers),
    ]
    assert [(a.status_code, a.json()["code"]) for a in attempts] == [(403, "cross_site_request")] * 5
    assert all(not a.cookies for a in attempts)
    assert BrowserSession.objects.count() == 1
    assert cookie_client.get("/api/users/me/").json()["full_name"] == member.full_name


@pytest.mark.parametrize("headers", OURS)
def test_our_own_pages_and_scripts_may(cookie_client, headers):
    assert cookie_client.post(REVOKE, headers=headers).status_code == 200
    assert cookie_client.rotate(None, headers=headers).status_code == 200
    assert cookie_client.log_out(headers=headers).status_code == 204


@pytest.mark.parametrize("headers", FOREIGN)
def test_reading_is_exempt_for_cors_guards_it(cookie_client, headers):
    response = cookie_client.get("/api/users/me/", headers=headers)
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_request_authenticated_by_the_header_is_exempt(signed_in, member, headers):
    browser = signed_in(member)
    assert browser.post(REVOKE, headers=headers).status_code == 200
    assert browser.rotate(headers=headers).status_code == 200
    assert browser.log_out(headers=headers).status_code == 204


def test_a_form_post_changes_nothing(cookie_client):
    response = cookie_client.client.post(
        "/api/users/logout/", "a=b", content_type="application/x-www-form-urlencoded", headers=FOREIGN[0]
    )
    assert response.status_code == 403
    assert BrowserSession.objects.count() == 1


def test_what_only_debug_lets_through_cors_does_not_count(cookie_client, settings):
    settings.DEBUG = settings.CORS_ALLOW_ALL_ORIGINS = True
    headers = {"Origin": "http://anywhere.example"}
    assert (
        cookie_client.get("/api/users/me/", headers=headers).headers["Access-Control-Allow-Origin"] == headers["Origin"]
    )
    assert cookie_client.post(REVOKE, headers=headers).json()["code"] == "cross_site_request"
