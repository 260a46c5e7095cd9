"""The events of logins, tokens and sessions, in the API and in the admin."""

from tests.admin.admin_client import AdminBrowser
from tests.audit.audit_fixtures import ADDRESS, WRONG


def login_succeeded(on):
    on.signed_in(on.member)
    return on.member, on.member


def login_failed(on):
    on.browser().log_in(on.member.email, WRONG)
    return on.member, None


def login_blocked(on):
    on.signed_in(on.member).log_in(on.other_member.email)
    return on.other_member, on.other_member


def login_throttled(on):
    for _ in range(6):
        on.browser().log_in(on.member.email, WRONG)
    return on.member, None


def logout(on):
    on.signed_in(on.member).log_out()
    return on.member, on.member


def token_refreshed(on):
    on.signed_in(on.member).rotate()
    return on.member, on.member


def token_reused(on):
    browser = on.signed_in(on.member)
    spent = browser.refresh
    browser.rotate()
    on.clock.shift(11)
    browser.rotate(spent)
    return on.member, None


def token_forged(on):
    browser = on.signed_in(on.member, transport="cookie")
    head, payload, signature = browser.cookie("auth_token").split(".")
    browser.set_cookie("auth_token", f"{head}.{payload}.{signature[::-1]}")
    browser.check()
    return on.member, None


def token_refused(on):
    on.browser().check(token="a.forged.token")
    return None, None


def browser_mismatch(on):
    on.browser().check(token=on.signed_in(on.member).access)
    return on.member, None


def session_expired(on):
    on.signed_in(on.member)
    on.clock.shift(2 * 3600)
    on.signed_in(on.other_member)
    return on.member, None


def session_replaced(on):
    on.signed_in(on.member).log_in(on.member.email)
    return on.member, on.member


def session_revoked(on):
    on.signed_in(on.member)
    chief = on.signed_in(on.manager)
    number = chief.get(f"/api/sessions/?user={on.member.pk}").json()["results"][0]["id"]
    chief.delete(f"/api/sessions/{number}/")
    return on.member, on.manager


def cross_site_refused(on):
    on.browser().log_in(on.member.email, headers={"Origin": "https://evil.example"})
    return None, None


def admin_login(on):
    AdminBrowser(REMOTE_ADDR=ADDRESS).log_in(on.manager.email)
    return on.manager, on.manager


def admin_logout(on):
    browser = AdminBrowser(REMOTE_ADDR=ADDRESS)
    browser.log_in(on.manager.email)
    browser.log_out()
    return on.manager, on.manager
