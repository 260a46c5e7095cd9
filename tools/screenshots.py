"""Takes the screenshots of docs/admin.md from the demo bank: `make screenshots`."""

import os
import sys

import django
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()  # before anything that imports models

from demo.people import PASSWORD  # noqa: E402
from tests.browsers_chromium import DESKTOP, IS_INSTALLED, PHONE, Chromium  # noqa: E402
from tests.servers import ROOT, DemoServer  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
MANAGER, CASHIER = "manager@bank.com", "cashier@bank.com"
COLOURS = 128  # of the palette, so that a file stays well under 200 kB


def main():
    """Takes all screenshots."""
    if not IS_INSTALLED:
        sys.exit("The screenshots need chromium and chromedriver.")
    FOLDER.mkdir(exist_ok=True)
    with DemoServer("screenshots", workers=1, THROTTLE_LOGIN="1000/minute") as server:
        take_manager_pages(server.url)
        take_phone_page(server.url)
        take_dark_page(server.url)
        take_cashier_page(server.url)


def take_manager_pages(url):
    with Chromium(url, DESKTOP) as browser:
        browser.open("/admin/")
        browser.find("#login-form")
        save_screenshot(browser, "login")
        browser.sign_in(MANAGER, PASSWORD)
        browser.wait_for_charts(2)
        save_screenshot(browser, "start", whole=True)
        browser.follow(browser.link("Members", "#start"))
        save_screenshot(browser, "members")
        browser.follow(browser.link("member@example.com", "#result_list"))
        save_screenshot(browser, "member")
        browser.follow(browser.link("Start", "#nav-sidebar"))
        browser.follow(browser.link("Loan ", "#start"))
        save_screenshot(browser, "loan", whole=True)
        browser.follow(browser.link("Approve", "#header-inner"))
        save_screenshot(browser, "approve")


def take_phone_page(url):
    with Chromium(url, PHONE) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        browser.wait_for_charts(2)
        save_screenshot(browser, "start-phone", whole=True)


def take_dark_page(url):
    with Chromium(url, DESKTOP, dark=True) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        browser.wait_for_charts(2)
        save_screenshot(browser, "start-dark", whole=True)


def take_cashier_page(url):
    with Chromium(url, DESKTOP) as browser:
        browser.sign_in(CASHIER, PASSWORD)
        save_screenshot(browser, "start-cashier", whole=True)


def save_screenshot(browser, name, *, whole=False):
    """Saves a PNG with a small palette; with `whole`, the whole page."""
    width, height = browser.driver.execute_script("return [innerWidth, innerHeight]")
    if whole:
        browser.resize(width, browser.driver.execute_script("return document.documentElement.scrollHeight"))
    file = FOLDER / f"{name}.png"
    browser.save_screenshot_to(file)
    Image.open(file).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    browser.resize(width, height)
    console_errors = browser.console_errors()
    sys.stdout.write(f"{file.relative_to(ROOT)} {file.stat().st_size // 1024} kB {console_errors or ''}\n")


if __name__ == "__main__":
    main()
