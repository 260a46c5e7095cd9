"""A headless Chromium, driven by Selenium, that reaches this machine and nothing else."""

import os
import shutil

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
IS_THERE = bool(CHROMIUM and DRIVER)
PATIENCE = 20  # seconds that a page may take
DESKTOP, WIDE, PHONE = (1280, 900), (1440, 900), (390, 844)
OPTIONS = [
    "--headless=new",
    "--no-sandbox",  # Chromium refuses its own to root, who runs the tests in containers
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--lang=en",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
]
_DRAWN = """
return [...document.querySelectorAll('canvas.chart')].map(canvas => {
  const {width, height} = canvas;
  if (!width || !height) return false;
  return canvas.getContext('2d').getImageData(0, 0, width, height).data.some(value => value !== 0);
});
"""


class Chromium:
    """One browser on one server's admin."""

    def __init__(self, url, size=DESKTOP, *, dark=False):
        self.url = url
        # Selenium fetches no driver of its own: it is given one, and told to stay offline.
        os.environ["SE_OFFLINE"] = "true"
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for option in OPTIONS:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        self.driver.set_page_load_timeout(PATIENCE)
        self.wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.1)
        self.resize(*size)
        self._tell("Emulation.setEmulatedMedia", features=[_scheme(dark=dark)])

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.driver.quit()

    def resize(self, width, height):
        """Of the page itself: a window cannot be as narrow as a phone."""
        self._tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def open(self, path):
        self.driver.get(self.url + path)

    def sign_in(self, email, password):
        self.open("/admin/")
        self.find("input[name=username]").send_keys(email)
        self.find("input[name=password]").send_keys(password)
        self.find("#login-form button[type=submit]").click()
        self.find("#start")

    def find(self, selector):
        """The first that matches and is shown."""
        return self.wait.until(lambda _: next((e for e in self.all(selector) if e.is_displayed()), None), selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def follow(self, element):
        """Clicks a link or button, and waits until the page is another one."""
        page = self.find("html")
        element.click()
        self.wait.until(
            lambda _: self.driver.execute_script("return document.readyState") == "complete" and _gone(page)
        )

    def link(self, text, inside="body"):
        """The first link with this text that is shown."""
        found = f"{inside} a"
        return self.wait.until(
            lambda _: next((e for e in self.all(found) if e.is_displayed() and text in e.text), None), text
        )

    def action(self, name):
        """The link of an action of a row's page: a button of its head, or of the menu that a phone has for them."""
        icons = self.all("#header-inner .material-symbols-outlined")
        for menu in [icon for icon in icons if icon.is_displayed() and icon.text == "more_horiz"]:
            menu.click()
        return self.link(name, "#header-inner")

    def wait_for_plots(self, number):
        """Until so many plots are drawn, and no other is empty."""
        self.wait.until(lambda driver: driver.execute_script(_DRAWN) == [True] * number, "no plots")

    def is_wider_than_its_window(self):
        return self.driver.execute_script(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )

    def is_dark(self):
        return "dark" in (self.find("html").get_attribute("class") or "").split()

    def complaints(self):
        """What the console says of errors and of the policy since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in {"WARNING", "SEVERE"}]

    def picture(self, file):
        self.wait.until(lambda driver: driver.execute_script("return document.fonts.status") == "loaded")
        self.driver.save_screenshot(str(file))

    def _tell(self, command, **parameters):
        self.driver.execute_cdp_cmd(command, parameters)


def _scheme(*, dark):
    return {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}


def _gone(element):
    try:
        element.is_displayed()
    except StaleElementReferenceException:
        return True
    return False
