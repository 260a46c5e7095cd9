"""Logins, refreshes and logouts."""

from tests.browsers import LocalBrowser
from tests.contract.factor_values import login_step_values
from tests.contract.query_budget_cases.cost import ok
from tests.second_factors import code_at, give_totp, send_factor, send_passkey


def sign_in(person):
    """A client of its own, in which the person is signed in."""
    client = LocalBrowser()
    ok(client.log_in(person.email))
    return client


def first_login(browser, person):
    return lambda: ok(browser.log_in(person.email))


def second_login(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(browser.log_in(person.email))


def login_on_known_browser(browser, person):
    for _ in range(2):
        ok(browser.log_in(person.email))
    return lambda: ok(browser.log_in(person.email))


def login_on_second_browser(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(LocalBrowser().log_in(person.email))


def login_that_asks_for_a_factor(browser, person):
    """The first step of a login with an authenticator, on a known browser."""
    for _ in range(2):
        ok(browser.log_in(person.email))
    give_totp(person)
    return lambda: ok(browser.log_in(person.email))


def login_with_a_code(browser, person):
    """The second step, on a known browser."""
    login_that_asks_for_a_factor(browser, person)
    secret = give_totp(person)
    due = browser.log_in(person.email).json()["factor_required"]
    return lambda: ok(send_factor(browser, due["challenge"], code=code_at(secret)))


def login_with_a_passkey(browser, person):
    """A passkey alone, on a known browser."""
    for _ in range(2):
        ok(browser.log_in(person.email))
    values = login_step_values("passkey_login", person)
    return lambda: ok(send_passkey(browser, **values))


def wrong_password(browser, person):
    return lambda: ok(browser.log_in(person.email, "wrong"), 401)


def refresh(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(browser.rotate())


def log_out(browser, person):
    ok(browser.log_in(person.email))
    return lambda: ok(browser.log_out(), 204)
