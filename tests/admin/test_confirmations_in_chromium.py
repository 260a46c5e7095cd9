"""A manager reverses transactions in a real browser by the keyboard: with a passkey, and with a code."""

import os

import pytest
from selenium.webdriver.common.keys import Keys

from demo.people import PASSWORD
from tests.admin.test_factors_in_chromium import ENABLED, MANAGER
from tests.browsers_chromium import DESKTOP, PHONE, Chromium
from tests.second_factors import code_at, next_code
from tests.servers import DemoServer

pytestmark = pytest.mark.skipif(not ENABLED, reason="`make test-browsers`, with chromium and chromedriver")
DEPOSITS = "SELECT id FROM transactions WHERE kind = 'deposit' ORDER BY id DESC LIMIT 2"


@pytest.fixture
def demo():
    """The demo bank; on `localhost`, because an IP address has no passkeys."""
    name = f"confirmations_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with DemoServer(name, workers=1) as server:
        server.url = server.url.replace("127.0.0.1", "localhost")
        yield server


def set_up_factors(browser):
    """Adds an authenticator and a passkey on the set-up page; returns the secret."""
    browser.add_authenticator()
    browser.sign_in(MANAGER, PASSWORD)
    browser.open("/admin/factors/")
    browser.find("#proof-form input[name=secret]").send_keys(PASSWORD, Keys.ENTER)
    browser.follow(browser.find("#start-totp button"))
    secret = browser.find("#totp-secret").text
    browser.find("#totp-form input[name=secret]").send_keys(code_at(secret))
    browser.follow(browser.find("#totp-form button"))
    browser.find("#passkey-form input[name=name]").send_keys("Desk", Keys.ENTER)
    browser.wait_for_text("Passkey “Desk”", "#factors")
    return secret


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_manager_confirms_reversals_with_a_passkey_and_with_a_code(demo, size):
    first, second = (row[0] for row in demo.sql(DEPOSITS))
    with Chromium(demo.url, size) as browser:
        secret = set_up_factors(browser)
        browser.open(f"/admin/transactions/transaction/{first}/reverse/")
        browser.find("input[name=reason]").send_keys("entered twice")
        assert not browser.overflows_horizontally()
        browser.find("button[data-use-passkey]").send_keys(Keys.ENTER)
        browser.wait_for_text("is reversed by transaction")

        browser.open(f"/admin/transactions/transaction/{second}/reverse/")
        browser.find("input[name=reason]").send_keys("entered twice", Keys.ENTER)
        browser.wait_for_text("Enter a code, or use a passkey")
        browser.find("input[name=code]").send_keys(next_code(secret), Keys.ENTER)
        browser.wait_for_text("is reversed by transaction")
        assert browser.console_errors() == []
