"""The limit of sixty successful logins an hour: checked before the password, so that a refusal reveals nothing."""

import pytest

from tests.admin.admin_client import AdminBrowser
from tests.browsers import SCRIPT, LocalBrowser
from tests.hashers import PASSWORD
from tests.rate_limit_settings import set_rates
from tests.users.test_login_limits import stored_limits
from users.authentication import password_attempts

WRONG = "a wrong password"


def statuses(browser, email, times, password=PASSWORD):
    return [browser.log_in(email, password).status_code for _ in range(times)]


@pytest.fixture
def three_logins_per_hour(settings):
    set_rates(settings, login_success="3/hour")


@pytest.mark.slow
def test_sixty_first_login_within_an_hour_is_429_with_retry_after(clock, browser, member):
    for _ in range(60):
        assert browser.log_in(member.email).status_code == 200
        clock.shift(1)
    refused = browser.log_in(member.email)

    assert (refused.status_code, refused.json()["code"]) == (429, "throttled")
    assert refused.headers["Retry-After"] == str(3600 - 60)
    assert browser.check().status_code == 200  # the open session stays valid
    clock.shift(3600 - 60)
    assert statuses(browser, member.email, 2) == [200, 429]


@pytest.mark.usefixtures("three_logins_per_hour")
def test_api_script_and_admin_logins_share_the_success_limit(clock, browser_at, manager):
    assert browser_at("10.0.0.1").log_in(manager.email, transport="cookie").status_code == 200
    assert LocalBrowser(SCRIPT).log_in(manager.email, bind_browser=False).status_code == 200
    assert AdminBrowser(REMOTE_ADDR="10.0.0.2").log_in(manager.email).status_code == 302

    assert browser_at("10.0.0.3").log_in(manager.email).status_code == 429
    assert LocalBrowser(SCRIPT).log_in(manager.email, bind_browser=False).status_code == 429
    page = AdminBrowser(REMOTE_ADDR="10.0.0.4").log_in(manager.email)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "3600")


@pytest.mark.usefixtures("three_logins_per_hour")
def test_throttled_login_is_the_same_for_right_and_wrong_passwords_without_a_hash(clock, browser, member, monkeypatch):
    statuses(browser, member.email, 3)
    checked = []
    verify = password_attempts.verify_password
    monkeypatch.setattr(password_attempts, "verify_password", lambda *args: checked.append(args) or verify(*args))
    right, wrong = browser.log_in(member.email), browser.log_in(member.email, WRONG)

    assert right.status_code == wrong.status_code == 429
    assert right.content == wrong.content
    assert right.headers["Retry-After"] == wrong.headers["Retry-After"] == "3600"
    assert checked == []


@pytest.mark.usefixtures("three_logins_per_hour")
def test_failed_logins_and_browsers_in_use_do_not_count_as_successes(
    clock, browser, other_browser, member, other_member
):
    other_browser.log_in(other_member.email)
    assert statuses(other_browser, member.email, 5) == [409] * 5
    assert statuses(browser, member.email, 4, WRONG) == [401] * 4
    assert statuses(browser, member.email, 4) == [200] * 3 + [429]


@pytest.mark.usefixtures("three_logins_per_hour")
def test_success_limit_counts_each_account_separately(clock, browser, other_browser, member, other_member):
    assert statuses(browser, member.email, 4)[-1] == 429
    assert statuses(other_browser, other_member.email, 4) == [200] * 3 + [429]


@pytest.mark.usefixtures("three_logins_per_hour")
def test_login_throttled_by_the_success_limit_counts_for_no_limit(clock, browser, member):
    statuses(browser, member.email, 3)
    before = stored_limits()
    assert statuses(browser, member.email, 7) == [429] * 7
    assert statuses(browser, member.email, 7, WRONG) == [429] * 7
    assert stored_limits() == before


@pytest.mark.usefixtures("three_logins_per_hour")
def test_password_change_is_independent_of_the_success_limit(clock, browser, member):
    body = {"current_password": PASSWORD, "new_password": "another long passphrase"}
    assert statuses(browser, member.email, 2) == [200] * 2
    assert browser.post("/api/users/password/change/", body).status_code == 204
    assert statuses(browser, member.email, 2, body["new_password"]) == [200, 429]
    body = {"current_password": body["new_password"], "new_password": PASSWORD}
    assert browser.post("/api/users/password/change/", body).status_code == 204


def test_all_rates_of_a_login_limit_apply(clock, browser, member, settings):
    set_rates(settings, login="2/minute,3/hour")
    assert statuses(browser, member.email, 3, WRONG) == [401, 401, 429]
    assert browser.log_in(member.email).headers["Retry-After"] == "60"
    clock.shift(60)
    assert statuses(browser, member.email, 2, WRONG) == [401, 429]
    assert browser.log_in(member.email).headers["Retry-After"] == str(3600 - 60)
