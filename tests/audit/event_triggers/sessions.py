"""Events of logins, tokens and sessions, in the API and in the admin."""

from tests.admin.admin_client import AdminBrowser
from tests.audit.audit_fixtures import ADDRESS, WRONG


def login_succeeded(scenario):
    scenario.signed_in(scenario.member)
    return scenario.member, scenario.member


def login_failed(scenario):
    scenario.browser().log_in(scenario.member.email, WRONG)
    return scenario.member, None


def login_blocked(scenario):
    scenario.signed_in(scenario.member).log_in(scenario.other_member.email)
    return scenario.other_member, scenario.other_member


def login_throttled(scenario):
    for _ in range(6):
        scenario.browser().log_in(scenario.member.email, WRONG)
    return scenario.member, None


def logout(scenario):
    scenario.signed_in(scenario.member).log_out()
    return scenario.member, scenario.member


def token_refreshed(scenario):
    scenario.signed_in(scenario.member).rotate()
    return scenario.member, scenario.member


def token_reused(scenario):
    browser = scenario.signed_in(scenario.member)
    old_token = browser.refresh
    browser.rotate()
    scenario.clock.shift(11)
    browser.rotate(old_token)
    return scenario.member, None


def token_forged(scenario):
    browser = scenario.signed_in(scenario.member, transport="cookie")
    header, payload, signature = browser.cookie("auth_token").split(".")
    browser.set_cookie("auth_token", f"{header}.{payload}.{signature[::-1]}")
    browser.check()
    return scenario.member, None


def token_refused(scenario):
    scenario.browser().check(token="a.forged.token")
    return None, None


def browser_mismatch(scenario):
    scenario.browser().check(token=scenario.signed_in(scenario.member).access)
    return scenario.member, None


def session_expired(scenario):
    scenario.signed_in(scenario.member)
    scenario.clock.shift(2 * 3600)
    scenario.signed_in(scenario.other_member)
    return scenario.member, None


def session_replaced(scenario):
    scenario.signed_in(scenario.member).log_in(scenario.member.email)
    return scenario.member, scenario.member


def session_revoked(scenario):
    scenario.signed_in(scenario.member)
    manager_client = scenario.signed_in(scenario.manager)
    number = manager_client.get(f"/api/sessions/?user={scenario.member.pk}").json()["results"][0]["id"]
    manager_client.delete(f"/api/sessions/{number}/")
    return scenario.member, scenario.manager


def cross_site_refused(scenario):
    scenario.browser().log_in(scenario.member.email, headers={"Origin": "https://evil.example"})
    return None, None


def admin_login(scenario):
    AdminBrowser(REMOTE_ADDR=ADDRESS).log_in(scenario.manager.email)
    return scenario.manager, scenario.manager


def admin_logout(scenario):
    browser = AdminBrowser(REMOTE_ADDR=ADDRESS)
    browser.log_in(scenario.manager.email)
    browser.log_out()
    return scenario.manager, scenario.manager
