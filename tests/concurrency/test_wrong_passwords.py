"""50 concurrent wrong passwords with a limit of five a minute: five hashes are computed, whatever route is used."""

from itertools import cycle, islice

import httpx
import pytest

from tests.browsers import Browser
from tests.concurrency.concurrency_helpers import count_outcomes, map_concurrently, open_browsers, share_session

LIMIT, CLIENTS = 5, 50  # `login`: 5/minute
LIMIT_ANYWHERE = 30  # `login_account`: 30/hour
EMAIL, UNKNOWN, OTHER = "manager@bank.com", "nobody@bank.com", "member@example.com"
WRONG = "not the password"
FULLWIDTH = {ord(letter): ord(letter) + 0xFEE0 for letter in "abcdefghijklmnopqrstuvwxyz.@"}
EMAIL_VARIANTS = [EMAIL, EMAIL.upper(), f"  {EMAIL}\t", EMAIL.translate(FULLWIDTH), "ⓜⓐⓝⓐⓖⓔⓡ@ban\N{KELVIN SIGN}.com"]


def login(browser, number):
    return browser.log_in(EMAIL, WRONG)


def login_with_forged_address(browser, number):
    forged = f"203.0.113.{number}"
    headers = {"X-Forwarded-For": f"{forged}, {forged}", "X-Real-IP": forged, "Forwarded": f"for={forged}"}
    return browser.log_in(EMAIL, WRONG, headers=headers)


def login_with_token_of_another_user(browser, number):
    return browser.log_in(EMAIL, WRONG, headers={"Authorization": f"Bearer {browser.token_of_another_user}"})


def login_with_email_variant(browser, number):
    return browser.log_in(EMAIL_VARIANTS[number % len(EMAIL_VARIANTS)], WRONG)


def admin_login(browser, number):
    form = {"username": EMAIL_VARIANTS[number % len(EMAIL_VARIANTS)], "password": WRONG}
    return browser.client.post("/admin/login/", data=form, headers={"X-CSRFToken": browser.cookie("csrftoken")})


def password_change(browser, number):
    body = {"current_password": WRONG, "new_password": "another fine passphrase"}
    return browser.post("/api/users/password/change/", body)


def email_change(browser, number):
    return browser.post("/api/users/me/email/", {"email": f"moved{number}@bank.com", "password": WRONG})


STATUS_BY_ATTEMPT = {  # the status of a wrong password that was checked
    login: 401,
    login_with_forged_address: 401,
    login_with_token_of_another_user: 401,
    login_with_email_variant: 401,
    admin_login: 200,  # the form with an error message
    password_change: 400,
    email_change: 400,
}


@pytest.fixture
def victim_tabs(server):
    """50 tabs of one browser on which the victim is signed in, with the cookies and tokens that the attempts need."""
    browsers = open_browsers(server, CLIENTS)
    other_browser = server.browser()
    assert other_browser.log_in(OTHER).status_code == 200
    assert browsers[0].log_in(EMAIL).status_code == 200
    assert browsers[0].client.get("/admin/login/").status_code == 200
    share_session(browsers[0], browsers)
    for browser in browsers:
        browser.set_cookie("csrftoken", browsers[0].cookie("csrftoken"))
        browser.token_of_another_user = other_browser.access
    return browsers


def send_wrong_passwords(server, browsers, attempts):
    """Sends the attempts concurrently; returns how many hashes were computed and how many attempts were judged.

    The status of a judged attempt is that of a wrong password on its route; the others get a 429 with a Retry-After.
    """
    before = server.hashes_computed()
    sent = list(islice(cycle(attempts), len(browsers)))
    responses = map_concurrently(
        lambda attempt, browser, number: attempt(browser, number), sent, browsers, range(len(sent))
    )

    judged = [
        (attempt, response) for attempt, response in zip(sent, responses, strict=True) if response.status_code != 429
    ]
    assert [response.status_code for _, response in judged] == [STATUS_BY_ATTEMPT[attempt] for attempt, _ in judged]
    assert all(1 <= int(response.headers["Retry-After"]) <= 60 for response in responses if response.status_code == 429)
    return server.hashes_computed() - before, len(judged)


@pytest.mark.parametrize(
    "attempts",
    [*([attempt] for attempt in STATUS_BY_ATTEMPT), list(STATUS_BY_ATTEMPT)],
    ids=[*(attempt.__name__ for attempt in STATUS_BY_ATTEMPT), "mixed"],
)
def test_50_concurrent_wrong_passwords_compute_five_hashes(server, victim_tabs, attempts):
    assert send_wrong_passwords(server, victim_tabs, attempts) == (LIMIT, LIMIT)
    # No route allows another attempt.
    assert send_wrong_passwords(server, victim_tabs[: len(STATUS_BY_ATTEMPT)], STATUS_BY_ATTEMPT) == (0, 0)


def test_50_concurrent_logins_to_an_unknown_account_compute_five_hashes(server):
    browsers = open_browsers(server, CLIENTS)
    responses = map_concurrently(Browser.log_in, browsers, [UNKNOWN] * CLIENTS, [WRONG] * CLIENTS)

    assert count_outcomes(responses) == {"401 invalid_credentials": LIMIT, "429 throttled": CLIENTS - LIMIT}
    assert server.hashes_computed() == LIMIT


def test_right_password_releases_its_login_attempt(server):
    browsers = open_browsers(server, CLIENTS)
    for _ in range(2):
        assert count_outcomes(map_concurrently(Browser.log_in, browsers[:LIMIT], [EMAIL] * LIMIT)) == {"200": LIMIT}
    strangers = open_browsers(server, CLIENTS)  # the browsers that have signed in have a limit of their own
    assert send_wrong_passwords(server, strangers, [login]) == (LIMIT, LIMIT)


def test_40_concurrent_wrong_passwords_from_40_addresses_compute_thirty_hashes(server):
    browsers = [_browser_at_local_address(server, number) for number in range(40)]
    responses = map_concurrently(Browser.log_in, browsers, [EMAIL] * 40, [WRONG] * 40)

    assert count_outcomes(responses) == {"401 invalid_credentials": LIMIT_ANYWHERE, "429 throttled": 10}
    assert server.hashes_computed() == LIMIT_ANYWHERE
    # Three limits of the account, two for each address of a counted attempt; the ten throttled ones were not counted.
    assert len(server.sql("SELECT expires_at FROM limits")) == 3 + 2 * LIMIT_ANYWHERE


def _browser_at_local_address(server, number):
    browser = server.browser()
    browser.client.close()
    transport = httpx.HTTPTransport(local_address=f"127.0.0.{10 + number}", verify=False)
    browser.client = httpx.Client(base_url=server.url, transport=transport, timeout=30)
    return browser
