"""The admin in a real browser: login, start page, forms and error pages at several widths."""

import os

import pytest

from demo.people import PASSWORD
from tests.browsers_chromium import DESKTOP, IS_INSTALLED, PHONE, WIDE, Chromium
from tests.servers import DemoServer

MANAGER = "manager@bank.com"
ENABLED = IS_INSTALLED and os.environ.get("IN_CHROMIUM")
pytestmark = pytest.mark.skipif(not ENABLED, reason="`make test-browsers`, with chromium and chromedriver")


@pytest.fixture(scope="module")
def demo():
    """The demo bank on a real server."""
    name = f"chromium_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with DemoServer(name, workers=1, THROTTLE_LOGIN="1000/minute") as server:
        yield server


@pytest.mark.parametrize(("size", "dark"), [(DESKTOP, False), (DESKTOP, True), (PHONE, False)])
def test_start_page_shows_both_charts_without_console_errors(demo, size, dark):
    with Chromium(demo.url, size, dark=dark) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        browser.wait_for_charts(2)
        assert not browser.overflows_horizontally()
        assert browser.is_dark() is dark
        assert browser.console_errors() == []


def test_inline_script_is_blocked_by_the_content_security_policy(demo):
    with Chromium(demo.url) as browser:
        browser.open("/admin/")
        browser.find("#login-form")
        assert browser.console_errors() == []
        browser.driver.execute_script(
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
        )
        assert browser.driver.execute_script("return window.ran") is None
        assert "script-src" in browser.console_errors()[0]


def test_menu_on_a_phone_opens_and_links_to_the_loans(demo):
    with Chromium(demo.url, PHONE) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        assert not browser.all("#nav-sidebar")[0].is_displayed()
        browser.find("#header-inner .bank-narrow").click()
        browser.follow(browser.link("Loans", "#nav-sidebar"))
        assert len(browser.all("#result_list tbody tr")) > 1
        assert browser.console_errors() == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_admin_lists_rows_and_forms_fit_into_the_window(demo, size):
    with Chromium(demo.url, size) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        for path in ("/admin/users/user/", "/admin/transactions/transaction/", "/admin/password_change/"):
            browser.open(path)
            browser.find("#content")
            assert not browser.overflows_horizontally(), path
        for path in ("/admin/users/user/", "/admin/loans/loan/"):
            browser.open(path)
            browser.follow(browser.link("", "#result_list tbody"))
            assert not browser.overflows_horizontally(), browser.driver.current_url
        assert browser.console_errors() == []


def test_loan_is_approved_from_the_start_page_and_listed_in_the_audit_trail(demo):
    """All steps follow links; no URL is entered."""
    with Chromium(demo.url) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        browser.follow(browser.link("Loan ", "#start"))
        assert "Applied" in browser.find("#content").text
        browser.follow(browser.link("Approve", "#header-inner"))
        browser.find("#content input[name=note]").send_keys("seen the roof")
        browser.follow(browser.find("#content form button[type=submit]"))
        assert "is approved." in browser.find("#main").text
        assert "seen the roof" in browser.find("#content").text

        browser.follow(browser.link("Audit log of the borrower", "#content"))
        events = [cell.text for cell in browser.all("#result_list td.field-event")]
        assert events[0] == "Loan approved"
        browser.follow(browser.link("Start", "#nav-sidebar"))
        assert "No loan waits for a decision." in browser.find("#start").text
        assert browser.console_errors() == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_account_is_frozen_and_unfrozen_with_a_reason_in_the_browser(demo, size):
    with Chromium(demo.url, size) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        browser.open("/admin/accounts/account/")
        browser.follow(browser.link("100000000384", "#result_list tbody"))
        for action, message, status in (("Freeze", "is frozen.", "Frozen"), ("Unfreeze", "is active.", "Active")):
            browser.follow(browser.action(action))
            browser.find("#content input[name=reason]").send_keys("asked for by the holder")
            browser.follow(browser.find("#content form button[type=submit]"))
            assert message in browser.find("#main").text
            assert status in browser.find("#content").text
        assert browser.console_errors() == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_revoked_session_cannot_use_its_tokens(demo, size):
    member_client = demo.browser()
    assert member_client.log_in("member2@example.com", PASSWORD).status_code == 200
    with Chromium(demo.url, size) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        browser.open("/admin/sessions_browser/browsersession/?q=member2@example.com")
        browser.follow(browser.link("", "#result_list tbody"))
        browser.follow(browser.action("Revoke"))
        browser.follow(browser.find("#content form button[type=submit]"))
        assert browser.console_errors() == []
    assert member_client.check().json()["code"] == "session_ended"


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_error_pages_fit_into_the_window_and_link_to_the_start_page(demo, size):
    with Chromium(demo.url, size) as browser:
        browser.open("/no/such/page/")
        assert browser.find("h1").text == "Page not found"
        assert not browser.overflows_horizontally()
        browser.follow(browser.link("To the start page"))
        browser.sign_in("cashier@bank.com", PASSWORD)
        for path, title in (("/admin/no/such/page/", "Page not found"), ("/admin/audit/auditevent/", "No access")):
            browser.console_errors()
            browser.open(path)
            assert browser.find("#error-message").text
            assert title in browser.find("h1").text
            assert not browser.overflows_horizontally(), path
            (status,) = browser.console_errors()  # only the status of the page itself is reported
            assert "Failed to load resource" in status
            browser.follow(browser.link("To the start page"))
            browser.find("#start")


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_rejected_invitation_shows_the_error_and_keeps_the_input(demo, size):
    with Chromium(demo.url, size) as browser:
        browser.open("/admin/login/")
        assert not browser.overflows_horizontally()
        browser.sign_in("cashier@bank.com", PASSWORD)
        browser.open("/admin/users/user/add/")
        roles = [option.get_attribute("value") for option in browser.all("select[name=role] option")]
        assert roles == ["member"]
        browser.find("input[name=email]").send_keys("member@example.com")
        browser.find("input[name=full_name]").send_keys("Nora Newcomer")
        browser.follow(browser.find("[name=_save]"))
        assert "already registered" in browser.find("#content").text
        assert browser.find("input[name=full_name]").get_attribute("value") == "Nora Newcomer"
        assert not browser.overflows_horizontally()
        assert browser.console_errors() == []
