"""Cross-site requests: an unsafe request that relies on a cookie must come from an allowed origin or from a script."""

import pytest

from sessions_browser.models import BrowserSession

REVOKE = "/api/sessions/revoke-others/"
CROSS_SITE = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://app.bank.example"},  # listed with https
    {"Origin": "https://app.bank.example.evil.example"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-origin"},  # no browser omits the origin of an unsafe request
]
SAME_SITE = [{}, {"Origin": "https://app.bank.example"}, {"Origin": "http://testserver"},
        {"Origin": "https://app.bank.example", "Sec-Fetch-Site": "same-site"}]  # fmt: skip


@pytest.fixture
def cookie_client(signed_in, member):
    return signed_in(member, transport="cookie")


@pytest.mark.parametrize("headers", CROSS_SITE)
def test_unsafe_cross_site_request_with_a_cookie_is_refused(cookie_client, member, headers):
    attempts = [
        cookie_client.post(REVOKE, headers=headers),
        cookie_client.patch("/api/users/me/", {"full_name": "Mallory"}, headers=headers),
        cookie_client.rotate(None, headers=headers),
        cookie_client.log_out(headers=headers),
        cookie_client.log_in(member.email, headers=headers),
    ]
    assert [(response.status_code, response.json()["code"]) for response in attempts] == [
        (403, "cross_site_request")
    ] * 5
    assert all(not response.cookies for response in attempts)
    assert BrowserSession.objects.count() == 1
    assert cookie_client.get("/api/users/me/").json()["full_name"] == member.full_name


@pytest.mark.parametrize("headers", SAME_SITE)
def test_unsafe_request_of_own_pages_and_scripts_with_a_cookie_is_accepted(cookie_client, headers):
    assert cookie_client.post(REVOKE, headers=headers).status_code == 200
    assert cookie_client.rotate(None, headers=headers).status_code == 200
    assert cookie_client.log_out(headers=headers).status_code == 204


@pytest.mark.parametrize("headers", CROSS_SITE)
def test_cross_site_read_with_a_cookie_is_accepted_without_cors_headers(cookie_client, headers):
    response = cookie_client.get("/api/users/me/", headers=headers)
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("headers", CROSS_SITE)
def test_cross_site_request_authenticated_by_the_header_is_accepted(signed_in, member, headers):
    browser = signed_in(member)
    assert browser.post(REVOKE, headers=headers).status_code == 200
    assert browser.rotate(headers=headers).status_code == 200
    assert browser.log_out(headers=headers).status_code == 204


def test_cross_site_form_post_changes_nothing(cookie_client):
    response = cookie_client.client.post(
        "/api/users/logout/", "a=b", content_type="application/x-www-form-urlencoded", headers=CROSS_SITE[0]
    )
    assert response.status_code == 403
    assert BrowserSession.objects.count() == 1


def test_origin_allowed_only_by_debug_is_cross_site(cookie_client, settings):
    settings.DEBUG = settings.CORS_ALLOW_ALL_ORIGINS = True
    headers = {"Origin": "http://anywhere.example"}
    assert (
        cookie_client.get("/api/users/me/", headers=headers).headers["Access-Control-Allow-Origin"] == headers["Origin"]
    )
    assert cookie_client.post(REVOKE, headers=headers).json()["code"] == "cross_site_request"
