"""The four scenarios of the browser rule, over real HTTP."""

from sessions_browser.exceptions import BROWSER_IN_USE

MEMBER, OTHER = "member@example.com", "member2@example.com"


def rows(server):
    return server.sql("SELECT COUNT(*) FROM browser_sessions")[0][0]


def test_first_login_gives_a_cookie_a_row_and_access(server):
    browser = server.browser()
    response = browser.log_in(MEMBER)

    assert response.status_code == 200
    assert response.json()["user"]["email"] == MEMBER
    assert len(browser.cookie("browserId")) >= 43
    assert rows(server) == 1
    assert browser.check().json()["user"]["role"] == "member"


def test_same_user_same_browser_updates_the_row_and_kills_the_old_tokens(server):
    browser = server.browser()
    browser.log_in(MEMBER)
    old_access, old_refresh, cookie = browser.access, browser.refresh, browser.cookie("browserId")
    browser.log_in(MEMBER)

    assert browser.cookie("browserId") == cookie
    assert rows(server) == 1
    assert browser.check().status_code == 200
    assert browser.check(token=old_access).json()["code"] == "session_ended"
    assert browser.rotate(old_refresh).json()["code"] == "session_ended"


def test_another_user_on_the_same_browser_is_refused_until_logout(server):
    browser = server.browser()
    browser.log_in(MEMBER)
    refused = browser.log_in(OTHER)

    assert refused.status_code == 409
    assert refused.json() == {"error": BROWSER_IN_USE, "code": "browser_in_use"}
    assert browser.check().json()["user"]["email"] == MEMBER

    assert browser.log_out().status_code == 204
    assert browser.log_in(OTHER).status_code == 200
    assert rows(server) == 1


def test_another_user_may_sign_in_once_the_first_ones_session_has_expired(server):
    browser = server.browser()
    browser.log_in(MEMBER)
    old = browser.access
    server.sql("UPDATE browser_sessions SET expires_at = '2020-01-01 00:00:00'")

    assert browser.log_in(OTHER).status_code == 200
    assert rows(server) == 1
    assert browser.check(token=old).json()["code"] == "session_ended"


def test_two_browsers_are_two_sessions_and_one_logout_leaves_the_other(server):
    here, there = server.browser(), server.browser()
    here.log_in(MEMBER)
    there.log_in(MEMBER)

    assert rows(server) == 2
    assert here.log_out().status_code == 204
    assert here.check().json()["code"] == "session_ended"
    assert there.check().status_code == 200
