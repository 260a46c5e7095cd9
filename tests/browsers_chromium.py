"""A headless Chromium, controlled by Selenium, that can connect to this machine only."""

import os
import shutil

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import Protocol, Transport, VirtualAuthenticatorOptions
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
IS_INSTALLED = bool(CHROMIUM and DRIVER)
TIMEOUT = 20  # seconds
DESKTOP, WIDE, PHONE = (1280, 900), (1440, 900), (390, 844)
OPTIONS = [
    "--headless=new",
    "--no-sandbox",  # Chromium's sandbox does not run as root, as in containers
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--lang=en",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-proxy-server",
]
_CHARTS_DRAWN = """
return [...document.querySelectorAll('canvas.chart')].map(canvas => {
  const {width, height} = canvas;
  if (!width || !height) return false;
  return canvas.getContext('2d').getImageData(0, 0, width, height).data.some(value => value !== 0);
});
"""


class Chromium:
    """A browser on the admin of a server. An option in `more` counts in place of one of the same name in `OPTIONS`."""

    def __init__(self, url, size=DESKTOP, *, dark=False, more=()):
        self.url = url
        # Selenium must not download a driver.
        os.environ["SE_OFFLINE"] = "true"
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for option in [*OPTIONS, *more]:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        self.driver.set_page_load_timeout(TIMEOUT)
        # While a page is replaced, the elements that were found in it are stale.
        self.wait = WebDriverWait(
            self.driver, TIMEOUT, poll_frequency=0.1, ignored_exceptions=[StaleElementReferenceException]
        )
        self.resize(*size)
        self._send_command("Emulation.setEmulatedMedia", features=[_scheme(dark=dark)])

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.driver.quit()

    def add_authenticator(self):
        """A virtual authenticator in the machine, which keeps passkeys and always verifies its user."""
        options = VirtualAuthenticatorOptions()
        options.protocol, options.transport = Protocol.CTAP2, Transport.INTERNAL
        options.has_resident_key = options.has_user_verification = options.is_user_verified = True
        self.driver.add_virtual_authenticator(options)

    def resize(self, width, height):
        """Sets the size of the page, because a window cannot be as narrow as a phone."""
        self._send_command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def open(self, path):
        self.driver.get(self.url + path)

    def sign_in(self, email, password):
        self.open("/admin/")
        self.find("input[name=username]").send_keys(email)
        self.find("input[name=password]").send_keys(password)
        self.find("#login-form button[type=submit]").click()
        self.find("#start")

    def find(self, selector):
        """Waits for the first displayed element that matches."""
        return self.wait.until(lambda _: next((e for e in self.all(selector) if e.is_displayed()), None), selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait_for_text(self, text, selector="body"):
        """Waits until the first displayed element that matches contains the text."""
        self.wait.until(lambda _: text in self.find(selector).text, text)

    def follow(self, element):
        """Clicks a link or button and waits for the next page."""
        page = self.find("html")
        element.click()
        self.wait.until(
            lambda _: self.driver.execute_script("return document.readyState") == "complete" and _is_stale(page)
        )

    def link(self, text, container="body"):
        """Waits for the first displayed link with this text."""
        selector = f"{container} a"
        return self.wait.until(
            lambda _: next((e for e in self.all(selector) if e.is_displayed() and text in e.text), None), text
        )

    def action(self, name):
        """The link of an action on a row's page: a button in the header, or in its menu on a phone."""
        icons = self.all("#header-inner .material-symbols-outlined")
        for menu in [icon for icon in icons if icon.is_displayed() and icon.text == "more_horiz"]:
            menu.click()
        return self.link(name, "#header-inner")

    def wait_for_charts(self, number):
        """Waits until the page has exactly `number` charts and all are drawn."""
        self.wait.until(lambda driver: driver.execute_script(_CHARTS_DRAWN) == [True] * number, "no charts")

    def overflows_horizontally(self):
        return self.driver.execute_script(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    def is_dark(self):
        return "dark" in (self.find("html").get_attribute("class") or "").split()

    def console_errors(self):
        """The warnings and errors in the console since the last call, including violations of the security policy."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in {"WARNING", "SEVERE"}]

    def save_screenshot_to(self, file):
        self.wait.until(lambda driver: driver.execute_script("return document.fonts.status") == "loaded")
        self.driver.save_screenshot(str(file))

    def _send_command(self, command, **parameters):
        self.driver.execute_cdp_cmd(command, parameters)


def _scheme(*, dark):
    return {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}


def _is_stale(element):
    try:
        element.is_displayed()
    except StaleElementReferenceException:
        return True
    return False
