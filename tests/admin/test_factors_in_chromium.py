"""Second factors in a real browser with a virtual authenticator: on the staff site, and a passkey alone at the API."""

import os

import pytest
from selenium.webdriver.common.keys import Keys

from demo.people import PASSWORD
from tests.browsers_chromium import DESKTOP, IS_INSTALLED, PHONE, Chromium
from tests.second_factors import code_at, next_code
from tests.servers import DemoServer

MANAGER = "manager@bank.com"
ENABLED = IS_INSTALLED and os.environ.get("IN_CHROMIUM")
pytestmark = pytest.mark.skipif(not ENABLED, reason="`make test-browsers`, with chromium and chromedriver")
# What an application does to sign in with a passkey alone.
SIGN_IN_WITH_PASSKEY = """
const done = arguments[arguments.length - 1];
const post = (path, body) => fetch(path, {
  method: "POST",
  credentials: "include",
  headers: {"Content-Type": "application/json"},
  body: JSON.stringify(body ?? {}),
}).then((response) => response.json());
(async () => {
  const {challenge, passkey} = await post("/api/users/login/passkey/options/");
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(passkey);
  const credential = await navigator.credentials.get({publicKey});
  return post("/api/users/login/passkey/", {challenge, credential: credential.toJSON(), transport: "cookie"});
})().then(done, (error) => done({error: String(error)}));
"""


@pytest.fixture
def demo():
    """The demo bank, where managers must have a factor; on `localhost`, because an IP address has no passkeys."""
    name = f"factors_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    limits = {"THROTTLE_LOGIN": "1000/minute", "THROTTLE_LOGIN_KNOWN": "1000/minute"}
    with DemoServer(name, workers=1, FACTOR_REQUIRED_ROLES="manager", **limits) as server:
        server.url = server.url.replace("127.0.0.1", "localhost")
        yield server


def send_password(browser):
    browser.open("/admin/")
    browser.find("input[name=username]").send_keys(MANAGER)
    browser.find("input[name=password]").send_keys(PASSWORD)
    browser.follow(browser.find("#login-form button[type=submit]"))


def sign_out(browser):
    browser.driver.execute_script("document.getElementById('logout-form').submit()")
    browser.wait.until(lambda driver: "/logout/" in driver.current_url)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_manager_sets_up_all_factors_and_signs_in_with_each_by_the_keyboard(demo, size):
    with Chromium(demo.url, size) as browser:
        browser.add_authenticator()
        send_password(browser)
        assert "Your role needs a second factor" in browser.find("#factors").text
        browser.find("#proof-form input[name=secret]").send_keys(PASSWORD, Keys.ENTER)

        browser.follow(browser.find("#start-totp button"))
        secret = browser.find("#totp-secret").text
        assert browser.find("#factors svg").is_displayed()
        assert not browser.overflows_horizontally()
        browser.find("#totp-form input[name=secret]").send_keys(code_at(secret))
        browser.follow(browser.find("#totp-form button"))
        browser.find("#passkey-form input[name=name]").send_keys("Desk", Keys.ENTER)
        browser.wait_for_text("Passkey “Desk”", "#factors")
        browser.follow(browser.find("#recovery-form button"))
        recovery_codes = [item.text for item in browser.all("#recovery-codes li")]
        assert len(recovery_codes) == 10
        assert not browser.overflows_horizontally()

        sign_out(browser)
        send_password(browser)
        browser.find("#factor-form input[name=code]").send_keys(next_code(secret), Keys.ENTER)
        browser.find("#start")

        sign_out(browser)
        send_password(browser)
        browser.find("#factor-form input[name=code]").send_keys(recovery_codes[0], Keys.ENTER)
        browser.find("#start")

        sign_out(browser)
        send_password(browser)
        browser.find("#passkey-form button").send_keys(Keys.ENTER)
        browser.find("#start")
        assert browser.console_errors() == []

        sign_out(browser)
        browser.open("/admin/login/")
        body = browser.driver.execute_async_script(SIGN_IN_WITH_PASSKEY)
        assert body.get("user", {}).get("email") == MANAGER, body
