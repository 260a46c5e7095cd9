"""`FACTOR_REQUIRED_ROLES`: what a user without a factor may call, and that the last factor stays."""

import pytest

from tests.browsers import LocalBrowser
from tests.factors.test_passkeys import login_with
from tests.second_factors import FACTORS, add_totp, expect, give_totp, prove

OPEN = ["/api/users/auth/check/", "/api/users/me/", "/api/sessions/", FACTORS]
CLOSED = ["/api/accounts/", "/api/dashboard/", "/api/users/browsers/", "/api/transactions/"]


@pytest.fixture(autouse=True)
def _members_need_a_factor(settings):
    settings.FACTOR_REQUIRED_ROLES = ["member"]


@pytest.fixture
def browser(clock, signed_in, member):
    return signed_in(member)


@pytest.mark.parametrize("path", OPEN)
def test_user_without_a_factor_reaches_what_is_needed_to_set_one_up(browser, path):
    expect(browser.get(path), 200)


@pytest.mark.parametrize("path", CLOSED)
def test_user_without_a_factor_is_refused_elsewhere(browser, path):
    expect(browser.get(path), 403, "factor_setup_required")


def test_user_without_a_factor_may_change_the_password_refresh_and_sign_out(browser):
    change = {"current_password": "wrong", "new_password": "violet harbour 31 lanterns"}
    expect(browser.post("/api/users/password/change/", change), 400)
    assert browser.rotate().status_code == 200
    expect(browser.log_out(), 204)


def test_list_says_that_a_factor_is_required(browser):
    assert expect(browser.get(FACTORS), 200)["required"] is True


def test_factor_opens_everything(browser):
    prove(browser)
    add_totp(browser)
    for path in CLOSED:
        expect(browser.get(path), 200)


def test_other_roles_need_none(signed_in, cashier):
    expect(signed_in(cashier).get("/api/dashboard/"), 200)


def test_role_that_may_not_is_refused_as_such(browser):
    expect(browser.get("/api/reports/"), 403, "permission_denied")


def test_last_factor_of_the_role_cannot_be_removed(browser, member):
    prove(browser)
    add_totp(browser)

    expect(browser.delete(f"{FACTORS}totp/"), 422, "factor_required")

    assert expect(browser.get(FACTORS), 200)["totp"]["enabled"]
    member.refresh_from_db()
    assert member.has_factor


def test_last_factor_of_another_role_can_be_removed(signed_in, cashier):
    browser = signed_in(cashier)
    prove(browser)
    add_totp(browser)
    expect(browser.delete(f"{FACTORS}totp/"), 204)


def test_one_of_two_factors_can_be_removed(passkey, authenticator, member):

    give_totp(member)
    browser = LocalBrowser()
    expect(login_with(authenticator, browser), 200)
    expect(browser.delete(f"{FACTORS}totp/"), 204)
    expect(browser.delete(f"{FACTORS}passkeys/{passkey['id']}/"), 422, "factor_required")
