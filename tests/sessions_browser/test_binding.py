"""Which session is bound to its browser, and which request its tokens are accepted from: the whole table."""

import re
from itertools import product

import pytest

from sessions_browser.models import BrowserSession
from tests.browsers import SCRIPT, LocalBrowser
from tests.hashers import PASSWORD

APP = "https://app.bank.example"
# What a client sends beside the cookie. The first two show no browser, each of the others shows one by a single header.
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
    """A script's login, at its first call; the script keeps its cookie."""
    script = client()
    assert script.log_in(person.email, **form).status_code == 200
    return script


def caller(script, cookie):
    """A client with the script's tokens and another cookie jar."""
    values = {OWN: script.cookie("browserId"), OTHER: "another-browser-of-somebody", MALFORMED: "too short"}
    copy = client(values.get(cookie))
    copy.access, copy.refresh = script.access, script.refresh
    return copy


def expected(session, cookie):
    """The status of each client's request."""
    return {name: 200 if (cookie, name in BROWSERS) in ACCEPTED[session] else 401 for name in CLIENTS}


def said(response):
    assert response.status_code == 200 or response.json()["code"] == "browser_mismatch", response.content
    return response.status_code


# --- the request -----------------------------------------------------------------------------------------------

every_session_and_cookie = pytest.mark.parametrize(("session", "cookie"), list(product(FORMS, COOKIES)))


@every_session_and_cookie
def test_a_request_is_accepted_from_the_clients_of_the_table(member, session, cookie):
    copy = caller(sign_in(member, **FORMS[session]), cookie)
    responses = {name: copy.check(headers=CLIENTS[name]) for name in CLIENTS}

    assert {name: said(response) for name, response in responses.items()} == expected(session, cookie)
    for response in responses.values():
        words = re.findall(r"\w+", response.json().get("error", "browserId bind_browser"))
        assert {"browserId", "bind_browser"} <= set(words)
    assert BrowserSession.objects.count() == 1


@every_session_and_cookie
def test_a_token_in_a_cookie_is_judged_like_one_in_the_header(member, session, cookie):
    script = sign_in(member, **FORMS[session])
    responses = {}
    for name, headers in CLIENTS.items():
        copy = caller(script, cookie)  # with a jar of its own: a refusal clears the cookie
        copy.set_cookie("auth_token", script.access)
        responses[name] = said(copy.check(token=None, headers=headers))

    assert responses == expected(session, cookie)


@every_session_and_cookie
def test_a_refresh_is_accepted_from_the_clients_of_the_table_and_a_refused_one_consumes_nothing(
    member, session, cookie
):
    script = sign_in(member, **FORMS[session])
    responses = {}
    for name, headers in CLIENTS.items():
        copy = caller(script, cookie)
        responses[name] = said(copy.rotate(headers=headers))
        script.refresh = copy.refresh

    assert responses == expected(session, cookie)
    assert script.rotate().status_code == 200


@every_session_and_cookie
def test_a_logout_with_a_token_ends_the_session_for_the_clients_of_the_table(member, session, cookie):
    ended = {}
    for name, headers in CLIENTS.items():
        copy = caller(sign_in(member, **FORMS[session]), cookie)
        response = copy.log_out(headers=headers)
        ended[name] = 401 if BrowserSession.objects.exists() else 200
        # Where the token does not count the cookie does, and what relies on it must not be cross-site.
        cross_site = name == "Sec-Fetch-Site" and ended[name] == 401
        assert response.status_code == (403 if cross_site else 204)
        BrowserSession.objects.all().delete()

    assert ended == expected(session, cookie)


@pytest.mark.parametrize(("session", "cookie"), list(product(["bound", "cookie optional"], COOKIES)))
def test_a_logout_with_nothing_but_the_cookie_frees_the_browser(member, session, cookie):
    script = sign_in(member, **FORMS[session])
    assert caller(script, cookie).log_out(token=None, headers={"Origin": APP}).status_code == 204
    assert BrowserSession.objects.exists() is (cookie != OWN)


@pytest.mark.parametrize(("session", "cookie"), list(product(["bound", "cookie optional"], COOKIES)))
def test_a_forged_token_in_a_cookie_ends_the_session_of_its_browser(member, session, cookie):
    script = sign_in(member, **FORMS[session])
    forger = caller(script, cookie)
    forger.set_cookie("auth_token", script.access[:-4] + ("AAAA" if script.access[-4:] != "AAAA" else "BBBB"))

    assert forger.check(token=None).json()["code"] == "token_invalid"
    assert BrowserSession.objects.exists() is (cookie != OWN)


# --- the login -------------------------------------------------------------------------------------------------

BODIES = {"absent": {}, "true": {"bind_browser": True}, "cookie transport": {"transport": "cookie"}}
SENT = {ABSENT: None, "well-formed": "a-browser-of-somebody", MALFORMED: "too short"}


@pytest.mark.parametrize(("form", "cookie"), list(product(BODIES, SENT)))
def test_only_a_scripts_login_without_a_cookie_and_without_bind_browser_leaves_the_cookie_optional(
    member, form, cookie
):
    without_cookie = {}
    for name in CLIENTS.keys() - {"Sec-Fetch-Site"}:  # alone at a login that one is cross-site
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
def test_a_script_may_ask_for_one_and_gets_no_cookie(member, name):
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
def test_a_header_that_is_empty_shows_a_browser_like_any_other(member, header):
    script = sign_in(member)
    assert caller(script, ABSENT).check(headers={header: ""}).json()["code"] == "browser_mismatch"


# --- a script that keeps its cookie is a browser like any other ------------------------------------------------


def test_the_row_of_a_scripts_first_login_holds_its_browser_for_one_user(member, other_member):
    script = sign_in(member)
    refused = script.log_in(other_member.email)

    assert (refused.status_code, refused.json()["code"]) == (409, "browser_in_use")
    assert script.log_out().status_code == 204
    assert script.log_in(other_member.email).status_code == 200


def test_a_scripts_second_login_with_its_cookie_binds_the_session(member):
    script = sign_in(member)
    first = script.access
    script.log_in(member.email)

    assert client().check(token=first).json()["code"] == "session_ended"
    assert client().check(token=script.access).json()["code"] == "browser_mismatch"
    assert script.check().status_code == 200
    assert BrowserSession.objects.count() == 1


def test_each_login_of_a_script_that_keeps_no_cookie_is_a_session_of_its_own(member):
    tokens = [sign_in(member).access for _ in range(3)]
    assert [client().check(token=token).status_code for token in tokens] == [200] * 3
    assert BrowserSession.objects.count() == 3


def test_signing_in_to_the_admin_on_that_browser_binds_the_session(cashier):
    script = sign_in(cashier)
    copy = caller(script, ABSENT)
    assert copy.check().status_code == 200
    signed_in = script.client.post("/admin/login/", {"username": cashier.email, "password": PASSWORD})

    assert signed_in.status_code == 302
    assert copy.check().json()["code"] == "browser_mismatch"
    assert script.check().status_code == 200
    assert BrowserSession.objects.count() == 1


@pytest.mark.parametrize("session", ["cookie optional", "unbound"])
def test_a_session_of_the_admin_is_never_opened_without_its_cookie(cashier, session):
    """Django's cookie of a browser that has signed in is worth nothing beside no `browserId`."""
    script = sign_in(cashier, **FORMS[session])
    script.client.post("/admin/login/", {"username": cashier.email, "password": PASSWORD})
    assert script.client.get("/admin/").status_code == 200
    script.drop_cookie("browserId")

    assert script.client.get("/admin/").status_code == 302
