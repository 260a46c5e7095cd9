"""Which sessions are bound to their browser, and from which clients their tokens are accepted: the whole table."""

import re
from itertools import product

import pytest

from sessions_browser.models import BrowserSession
from tests.browsers import SCRIPT, LocalBrowser
from tests.hashers import PASSWORD

APP = "https://app.bank.example"
# The headers of a client. SCRIPTS show no browser; each of BROWSERS shows a browser by a single header.
SCRIPTS = {
    "curl": {"User-Agent": "curl/8.14.1"},
    "Node's fetch": {"User-Agent": "node", "Sec-Fetch-Mode": "cors"},
}
BROWSERS = {
    "Origin": {"Origin": APP},
    "Referer": {"Referer": f"{APP}/accounts"},
    "Sec-Fetch-Site": {"Sec-Fetch-Site": "same-site"},
    "Sec-CH-UA": {"Sec-CH-UA": '"Chromium";v="141"'},
    "User-Agent": {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
}
CLIENTS = SCRIPTS | BROWSERS
OWN, ABSENT, OTHER, MALFORMED = "own", "absent", "another browser's", "malformed"
COOKIES = [OWN, ABSENT, OTHER, MALFORMED]

# Which tokens are accepted: (cookie of the request, whether the request shows a browser).
ACCEPTED = {
    "bound": {(OWN, False), (OWN, True)},
    "cookie optional": {(OWN, False), (OWN, True), (ABSENT, False)},
    "unbound": {(cookie, shown) for cookie in COOKIES for shown in (False, True)},
}
FORMS = {"bound": {"bind_browser": True}, "cookie optional": {}, "unbound": {"bind_browser": False}}


def client(cookie=None):
    browser = LocalBrowser(user_agent=SCRIPT)
    if cookie is not None:
        browser.set_cookie("browserId", cookie)
    return browser


def sign_in(person, **form):
    """The first login of a script, which keeps its cookie."""
    script = client()
    assert script.log_in(person.email, **form).status_code == 200
    return script


def client_with_tokens_of(script, cookie):
    """A client with the script's tokens and its own cookie jar."""
    values = {OWN: script.cookie("browserId"), OTHER: "another-browser-of-somebody", MALFORMED: "too short"}
    other_client = client(values.get(cookie))
    other_client.access, other_client.refresh = script.access, script.refresh
    return other_client


def expected(session, cookie):
    """The expected status of each client's request."""
    return {name: 200 if (cookie, name in BROWSERS) in ACCEPTED[session] else 401 for name in CLIENTS}


def status_or_mismatch(response):
    assert response.status_code == 200 or response.json()["code"] == "browser_mismatch", response.content
    return response.status_code


# --- the request -----------------------------------------------------------------------------------------------

every_session_and_cookie = pytest.mark.parametrize(("session", "cookie"), list(product(FORMS, COOKIES)))


@every_session_and_cookie
def test_token_in_the_header_is_accepted_from_the_clients_of_the_table(member, session, cookie):
    other_client = client_with_tokens_of(sign_in(member, **FORMS[session]), cookie)
    responses = {name: other_client.check(headers=CLIENTS[name]) for name in CLIENTS}

    assert {name: status_or_mismatch(response) for name, response in responses.items()} == expected(session, cookie)
    for response in responses.values():
        words = re.findall(r"\w+", response.json().get("error", "browserId bind_browser"))
        assert {"browserId", "bind_browser"} <= set(words)
    assert BrowserSession.objects.count() == 1


@every_session_and_cookie
def test_token_in_a_cookie_is_accepted_from_the_clients_of_the_table(member, session, cookie):
    script = sign_in(member, **FORMS[session])
    responses = {}
    for name, headers in CLIENTS.items():
        # A client for each request, because a refusal clears the cookie.
        other_client = client_with_tokens_of(script, cookie)
        other_client.set_cookie("auth_token", script.access)
        responses[name] = status_or_mismatch(other_client.check(token=None, headers=headers))

    assert responses == expected(session, cookie)


@every_session_and_cookie
def test_refresh_is_accepted_from_the_clients_of_the_table_and_a_refused_refresh_consumes_nothing(
    member, session, cookie
):
    script = sign_in(member, **FORMS[session])
    responses = {}
    for name, headers in CLIENTS.items():
        other_client = client_with_tokens_of(script, cookie)
        responses[name] = status_or_mismatch(other_client.rotate(headers=headers))
        script.refresh = other_client.refresh

    assert responses == expected(session, cookie)
    assert script.rotate().status_code == 200


@every_session_and_cookie
def test_a_logout_with_a_token_ends_the_session_for_the_clients_of_the_table(member, session, cookie):
    ended = {}
    for name, headers in CLIENTS.items():
        other_client = client_with_tokens_of(sign_in(member, **FORMS[session]), cookie)
        response = other_client.log_out(headers=headers)
        ended[name] = 401 if BrowserSession.objects.exists() else 200
        # If the token is not accepted, the cookie identifies the session, and the request must not be cross-site.
        cross_site = name == "Sec-Fetch-Site" and ended[name] == 401
        assert response.status_code == (403 if cross_site else 204)
        BrowserSession.objects.all().delete()

    assert ended == expected(session, cookie)


@pytest.mark.parametrize(("session", "cookie"), list(product(["bound", "cookie optional"], COOKIES)))
def test_logout_with_only_the_browser_cookie_frees_the_browser(member, session, cookie):
    script = sign_in(member, **FORMS[session])
    assert client_with_tokens_of(script, cookie).log_out(token=None, headers={"Origin": APP}).status_code == 204
    assert BrowserSession.objects.exists() is (cookie != OWN)


@pytest.mark.parametrize(("session", "cookie"), list(product(["bound", "cookie optional"], COOKIES)))
def test_forged_token_in_a_cookie_ends_the_session_of_its_browser_only(member, session, cookie):
    script = sign_in(member, **FORMS[session])
    forger = client_with_tokens_of(script, cookie)
    forger.set_cookie("auth_token", script.access[:-4] + ("AAAA" if script.access[-4:] != "AAAA" else "BBBB"))

    assert forger.check(token=None).json()["code"] == "token_invalid"
    assert BrowserSession.objects.exists() is (cookie != OWN)


# --- the login -------------------------------------------------------------------------------------------------

BODIES = {"absent": {}, "true": {"bind_browser": True}, "cookie transport": {"transport": "cookie"}}
SENT = {ABSENT: None, "well-formed": "a-browser-of-somebody", MALFORMED: "too short"}


@pytest.mark.parametrize(("form", "cookie"), list(product(BODIES, SENT)))
def test_cookie_is_optional_only_after_a_script_login_without_cookie_and_bind_browser(member, form, cookie):
    without_cookie = {}
    for name in CLIENTS.keys() - {"Sec-Fetch-Site"}:  # that header alone makes a login cross-site
        browser = client(SENT[cookie])
        assert browser.log_in(member.email, headers=CLIENTS[name], **BODIES[form]).status_code == 200
        token = browser.access or browser.cookie("auth_token")
        without_cookie[name] = client().check(token=token).status_code
        assert client("another-browser-of-somebody").check(token=token).status_code == 401
        assert client(browser.cookie("browserId")).check(token=token, headers=BROWSERS["Origin"]).status_code == 200

    left_optional = set(SCRIPTS) if (form, cookie) == ("absent", ABSENT) else set()
    assert {name for name, status in without_cookie.items() if status == 200} == left_optional


@pytest.mark.parametrize("name", BROWSERS)
def test_a_login_that_shows_a_browser_may_not_ask_for_an_unbound_session(member, name):
    headers = BROWSERS[name] | ({"Origin": APP} if name == "Sec-Fetch-Site" else {})
    response = client().log_in(member.email, headers=headers, bind_browser=False)

    assert response.status_code == 400
    assert list(response.json()["fields"]) == ["bind_browser"]
    assert not BrowserSession.objects.exists()


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_login_for_an_unbound_session_sets_no_cookie(member, name):
    script = client()
    response = script.log_in(member.email, headers=SCRIPTS[name], bind_browser=False)

    assert response.status_code == 200
    assert not response.cookies


def test_a_login_without_any_user_agent_shows_no_browser(member):
    script = LocalBrowser(user_agent=None)
    script.log_in(member.email)
    assert LocalBrowser(user_agent=None).check(token=script.access).status_code == 200


@pytest.mark.parametrize("agent", ["mozilla/5.0", "curl/8 Mozilla/5.0", "Mozilla", "PostmanRuntime/7.44.1"])
def test_a_user_agent_that_does_not_begin_with_mozilla_and_a_slash_shows_no_browser(member, agent):
    script = LocalBrowser(user_agent=agent)
    script.log_in(member.email)
    assert LocalBrowser(user_agent=agent).check(token=script.access).status_code == 200


@pytest.mark.parametrize("header", ["Origin", "Referer", "Sec-Fetch-Site", "Sec-CH-UA"])
def test_empty_browser_header_shows_a_browser(member, header):
    script = sign_in(member)
    assert client_with_tokens_of(script, ABSENT).check(headers={header: ""}).json()["code"] == "browser_mismatch"


# --- a script that keeps its cookie is treated like a browser --------------------------------------------------


def test_first_login_of_a_script_reserves_its_browser_for_one_user(member, other_member):
    script = sign_in(member)
    refused = script.log_in(other_member.email)

    assert (refused.status_code, refused.json()["code"]) == (409, "browser_in_use")
    assert script.log_out().status_code == 204
    assert script.log_in(other_member.email).status_code == 200


def test_second_login_of_a_script_with_its_cookie_binds_the_session(member):
    script = sign_in(member)
    first = script.access
    script.log_in(member.email)

    assert client().check(token=first).json()["code"] == "session_ended"
    assert client().check(token=script.access).json()["code"] == "browser_mismatch"
    assert script.check().status_code == 200
    assert BrowserSession.objects.count() == 1


def test_every_login_of_a_script_without_cookies_opens_a_new_session(member):
    tokens = [sign_in(member).access for _ in range(3)]
    assert [client().check(token=token).status_code for token in tokens] == [200] * 3
    assert BrowserSession.objects.count() == 3


def test_admin_login_on_the_browser_of_a_script_binds_the_session(cashier):
    script = sign_in(cashier)
    other_client = client_with_tokens_of(script, ABSENT)
    assert other_client.check().status_code == 200
    signed_in = script.client.post("/admin/login/", {"username": cashier.email, "password": PASSWORD})

    assert signed_in.status_code == 302
    assert other_client.check().json()["code"] == "browser_mismatch"
    assert script.check().status_code == 200
    assert BrowserSession.objects.count() == 1


@pytest.mark.parametrize("session", ["cookie optional", "unbound"])
def test_admin_session_is_rejected_without_the_browser_cookie(cashier, session):
    """Django's session cookie is not accepted without the `browserId` of the browser that signed in."""
    script = sign_in(cashier, **FORMS[session])
    script.client.post("/admin/login/", {"username": cashier.email, "password": PASSWORD})
    assert script.client.get("/admin/").status_code == 200
    script.drop_cookie("browserId")

    assert script.client.get("/admin/").status_code == 302
