"""Login requests: their fields, and the origins that they may come from."""

import pytest

from sessions_browser.models import BrowserSession
from tests.browsers import SCRIPT, LocalBrowser
from tests.hashers import PASSWORD
from tests.users.email_variants import email_variants

BODY = {"email": "member@example.com", "password": PASSWORD}


def log_in(browser, body=BODY, **headers):
    return browser.post("/api/users/login/", body, headers=headers)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("email", value) for value in (None, "", " ", [], {}, True, "e" * 255, "nul\0character", "lone \ud800")],
        *[("password", value) for value in (None, "", [], {}, True, "p" * 129, "nul\0character", "lone \ud800")],
        *[("transport", value) for value in (None, "", "header", "BODY", [], 1, "\ud800")],
        *[("bind_browser", value) for value in (None, "perhaps", [], {}, 2)],
        ("browser_id", "chosen-by-the-client"),
        ("username", "member@example.com"),
    ],
)
def test_invalid_or_unknown_login_field_is_400_and_named(browser, member, field, value):
    response = log_in(browser, BODY | {field: value})

    assert response.status_code == 400
    assert response.json()["code"] == "invalid_request"
    assert list(response.json()["fields"]) == [field]
    assert not response.cookies


@pytest.mark.parametrize("field", BODY)
def test_email_and_password_of_a_login_are_required(browser, member, field):
    body = {name: value for name, value in BODY.items() if name != field}
    assert list(log_in(browser, body).json()["fields"]) == [field]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_login_body_that_is_not_json_is_415(browser, member, kind):
    response = browser.client.generic("POST", "/api/users/login/", "email=member@example.com", kind)
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("notation", email_variants("member@example.com"))
def test_login_accepts_every_notation_of_the_email(browser, member, notation):
    assert log_in(browser, BODY | {"email": notation}).json()["user"]["email"] == member.email


@pytest.mark.parametrize("password", [PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD} ", PASSWORD[:-1]])
def test_login_requires_the_exact_password(browser, member, password):
    assert log_in(browser, BODY | {"password": password}).json()["code"] == "invalid_credentials"


def test_unbound_login_with_cookie_transport_is_refused(db, member):
    script = LocalBrowser(SCRIPT)
    response = log_in(script, BODY | {"bind_browser": False, "transport": "cookie"})
    assert response.status_code == 400
    assert list(response.json()["fields"]) == ["transport"]
    assert log_in(script, BODY | {"bind_browser": False, "transport": "body"}).json()["access"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://app.bank.example"},
        {"Origin": "https://app.bank.example:8443"},
        {"Origin": "https://app.bank.example.evil.example"},
        {"Origin": "https://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"},
    ],
)
def test_cross_site_login_is_refused_before_the_password_is_checked(browser, member, headers):
    for password in (PASSWORD, "a wrong password"):
        response = log_in(browser, BODY | {"password": password}, **headers)
        assert (response.status_code, response.json()["code"]) == (403, "cross_site_request")
        assert not response.cookies
    assert not BrowserSession.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Origin": "https://app.bank.example", "Sec-Fetch-Site": "same-site"},
        {"Host": "api.bank.example", "Origin": "http://api.bank.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_login_from_own_origin_listed_origin_or_script_succeeds(browser, member, headers):
    assert log_in(browser, BODY, **headers).status_code == 200


def test_cross_site_login_is_refused_before_its_body_is_checked(browser):
    response = log_in(browser, {"unknown": 1}, Origin="https://evil.example")
    assert (response.status_code, response.json()["code"]) == (403, "cross_site_request")


def test_login_from_an_origin_allowed_only_by_debug_is_refused(browser, member, settings):
    settings.DEBUG = settings.CORS_ALLOW_ALL_ORIGINS = True
    response = log_in(browser, BODY, Origin="http://localhost:9999")

    assert response.headers["Access-Control-Allow-Origin"] == "http://localhost:9999"
    assert response.json()["code"] == "cross_site_request"
    assert log_in(browser, BODY, Origin="https://app.bank.example").status_code == 200
