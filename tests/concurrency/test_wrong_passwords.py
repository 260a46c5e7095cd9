"""50 wrong passwords at once where five a minute are allowed: five hashes are computed, however they are sent."""

from itertools import cycle, islice

import httpx
import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers, share_session

LIMIT, CROWD = 5, 50  # `login`: 5/minute
LIMIT_ANYWHERE = 30  # `login_account`: 30/hour
EMAIL, NOBODY, OTHER = "manager@bank.com", "nobody@bank.com", "member@example.com"
WRONG = "not the password"
FULLWIDTH = {ord(letter): ord(letter) + 0xFEE0 for letter in "abcdefghijklmnopqrstuvwxyz.@"}
SPELLINGS = [EMAIL, EMAIL.upper(), f"  {EMAIL}\t", EMAIL.translate(FULLWIDTH), "ⓜⓐⓝⓐⓖⓔⓡ@ban\N{KELVIN SIGN}.com"]


def plainly(browser, number):
    return browser.log_in(EMAIL, WRONG)


def with_a_forged_address(browser, number):
    forged = f"203.0.113.{number}"
    headers = {"X-Forwarded-For": f"{forged}, {forged}", "X-Real-IP": forged, "Forwarded": f"for={forged}"}
    return browser.log_in(EMAIL, WRONG, headers=headers)


def with_somebody_elses_token(browser, number):
    return browser.log_in(EMAIL, WRONG, headers={"Authorization": f"Bearer {browser.somebody_elses}"})


def in_another_spelling(browser, number):
    return browser.log_in(SPELLINGS[number % len(SPELLINGS)], WRONG)


def at_the_admin(browser, number):
    form = {"username": SPELLINGS[number % len(SPELLINGS)], "password": WRONG}
    return browser.client.post("/admin/login/", data=form, headers={"X-CSRFToken": browser.cookie("csrftoken")})


def by_a_password_change(browser, number):
    body = {"current_password": WRONG, "new_password": "another fine passphrase"}
    return browser.post("/api/users/password/change/", body)


def by_an_email_change(browser, number):
    return browser.post("/api/users/me/email/", {"email": f"moved{number}@bank.com", "password": WRONG})


WAYS = {  # and the status of a wrong password that is judged
    plainly: 401,
    with_a_forged_address: 401,
    with_somebody_elses_token: 401,
    in_another_spelling: 401,
    at_the_admin: 200,  # the form again, with a sentence
    by_a_password_change: 400,
    by_an_email_change: 400,
}


@pytest.fixture
def ready(server):
    """50 tabs of one browser on which the victim is signed in, with all that any of the ways needs."""
    browsers = open_browsers(server, CROWD)
    stranger = server.browser()
    assert stranger.log_in(OTHER).status_code == 200
    assert browsers[0].log_in(EMAIL).status_code == 200
    assert browsers[0].client.get("/admin/login/").status_code == 200
    share_session(browsers[0], browsers)
    for browser in browsers:
        browser.set_cookie("csrftoken", browsers[0].cookie("csrftoken"))
        browser.somebody_elses = stranger.access
    return browsers


def try_all(server, browsers, ways, allowed):
    """Sends them at once: as many as are `allowed` are judged, and hashed; the others are told when to come back."""
    before = server.hashes_computed()
    sent = list(islice(cycle(ways), len(browsers)))
    responses = map_concurrently(lambda way, browser, number: way(browser, number), sent, browsers, range(len(sent)))

    assert server.hashes_computed() - before == allowed
    judged = [(way, response) for way, response in zip(sent, responses, strict=True) if response.status_code != 429]
    assert [response.status_code for _, response in judged] == [WAYS[way] for way, _ in judged]
    assert len(judged) == allowed
    assert all(1 <= int(response.headers["Retry-After"]) <= 60 for response in responses if response.status_code == 429)


@pytest.mark.parametrize("ways", [*([way] for way in WAYS), list(WAYS)], ids=[*(way.__name__ for way in WAYS), "mixed"])
def test_of_50_wrong_passwords_at_once_five_are_judged(server, ready, ways):
    try_all(server, ready, ways, allowed=LIMIT)
    try_all(server, ready[: len(WAYS)], WAYS, allowed=0)  # and no way is left


def test_of_50_tries_at_once_for_an_unknown_account_five_are_judged(server):
    browsers = open_browsers(server, CROWD)
    responses = map_concurrently(Browser.log_in, browsers, [NOBODY] * CROWD, [WRONG] * CROWD)

    assert count_outcomes(responses) == {"401 invalid_credentials": LIMIT, "429 throttled": CROWD - LIMIT}
    assert server.hashes_computed() == LIMIT


def test_who_was_right_has_the_try_back_at_once(server):
    browsers = open_browsers(server, CROWD)
    for _ in range(2):
        assert count_outcomes(map_concurrently(Browser.log_in, browsers[:LIMIT], [EMAIL] * LIMIT)) == {"200": LIMIT}
    try_all(server, browsers, [plainly], allowed=LIMIT)


def test_of_40_wrong_passwords_at_once_from_40_addresses_thirty_are_judged(server):
    browsers = [_at_home(server, number) for number in range(40)]
    responses = map_concurrently(Browser.log_in, browsers, [EMAIL] * 40, [WRONG] * 40)

    assert count_outcomes(responses) == {"401 invalid_credentials": LIMIT_ANYWHERE, "429 throttled": 10}
    assert server.hashes_computed() == LIMIT_ANYWHERE
    # Two windows for the account, and two for each address that a try was taken from: the refused ten took nothing.
    assert len(server.sql("SELECT expires_at FROM limits")) == 2 + 2 * LIMIT_ANYWHERE


def _at_home(server, number):
    browser = server.browser()
    browser.client.close()
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{10 + number}", verify=False)
    browser.client = httpx.Client(base_url=server.url, transport=transport, timeout=30)
    return browser
