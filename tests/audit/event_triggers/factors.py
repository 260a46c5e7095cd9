"""Events of second factors."""

from tests.confirmed_requests import confirmed, create, role_call, send
from tests.second_factors import (
    FACTORS,
    PROOF,
    add_totp,
    expect,
    give_totp,
    prove,
    send_factor,
    sign_in,
)

WRONG_CODE = "000000"


def proved(scenario):
    """The member's browser, after a proof by the password."""
    browser = scenario.signed_in(scenario.member)
    prove(browser)
    return browser


def login_factor_due(scenario):
    give_totp(scenario.member)
    sign_in(scenario.browser(), scenario.member.email)
    return scenario.member, scenario.member


def factor_failed(scenario):
    give_totp(scenario.member)
    browser = scenario.browser()
    send_factor(browser, sign_in(browser, scenario.member.email)["challenge"], code=WRONG_CODE)
    return scenario.member, None


def factor_throttled(scenario):
    browser = scenario.signed_in(scenario.member)
    give_totp(scenario.member)
    for _ in range(6):
        browser.post(PROOF, {"code": WRONG_CODE})
    return scenario.member, None


def factor_added(scenario):
    add_totp(proved(scenario))
    return scenario.member, scenario.member


def factor_removed(scenario):
    browser = proved(scenario)
    add_totp(browser)
    browser.delete(f"{FACTORS}totp/")
    return scenario.member, scenario.member


def recovery_codes_created(scenario):
    browser = proved(scenario)
    add_totp(browser)
    browser.post(f"{FACTORS}recovery-codes/")
    return scenario.member, scenario.member


def factors_reset(scenario):
    give_totp(scenario.member)
    browser = scenario.signed_in(scenario.manager)
    browser.delete(f"/api/users/{scenario.member.pk}/factors/")
    return scenario.member, scenario.manager


def confirmed_role_change(scenario):
    """The manager's browser, a change of role, and the manager's confirmation of it."""
    browser, call = scenario.signed_in(scenario.manager), role_call(scenario.member, "cashier")
    return browser, call, confirmed(browser, call, give_totp(scenario.manager))


def confirmation_given(scenario):
    confirmed_role_change(scenario)
    return scenario.manager, scenario.manager


def confirmation_used(scenario):
    send(*confirmed_role_change(scenario))
    return scenario.manager, scenario.manager


def confirmation_refused(scenario):
    browser, call, _ = confirmed_role_change(scenario)
    send(browser, call, expect(create(browser, call), 201)["id"])
    return scenario.manager, scenario.manager
