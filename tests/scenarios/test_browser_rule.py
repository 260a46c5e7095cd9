"""The four scenarios of the browser rule, over real HTTP."""

from sessions_browser.exceptions import BROWSER_IN_USE

MEMBER, OTHER = "member@example.com", "member2@example.com"


def count_sessions(server):
    return server.sql("SELECT COUNT(*) FROM browser_sessions")[0][0]


def test_first_login_sets_a_cookie_inserts_a_row_and_gives_access(server):
    browser = server.browser()
    response = browser.log_in(MEMBER)

    assert response.status_code == 200
    assert response.json()["user"]["email"] == MEMBER
    assert len(browser.cookie("browserId")) >= 43
    assert count_sessions(server) == 1
    assert browser.check().json()["user"]["role"] == "member"


def test_second_login_of_one_user_on_one_browser_updates_the_row_and_invalidates_the_old_tokens(server):
    browser = server.browser()
    browser.log_in(MEMBER)
    old_access, old_refresh, cookie = browser.access, browser.refresh, browser.cookie("browserId")
    browser.log_in(MEMBER)

    assert browser.cookie("browserId") == cookie
    assert count_sessions(server) == 1
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
    assert count_sessions(server) == 1


def test_another_user_may_log_in_after_the_session_of_the_browser_has_expired(server):
    browser = server.browser()
    browser.log_in(MEMBER)
    old = browser.access
    server.sql("UPDATE browser_sessions SET expires_at = '2020-01-01 00:00:00'")

    assert browser.log_in(OTHER).status_code == 200
    assert count_sessions(server) == 1
    assert browser.check(token=old).json()["code"] == "session_ended"


def test_logout_on_one_browser_keeps_the_session_of_another_browser(server):
    first_browser, second_browser = server.browser(), server.browser()
    first_browser.log_in(MEMBER)
    second_browser.log_in(MEMBER)

    assert count_sessions(server) == 2
    assert first_browser.log_out().status_code == 204
    assert first_browser.check().json()["code"] == "session_ended"
    assert second_browser.check().status_code == 200
