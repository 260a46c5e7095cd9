"""Takes the pictures of docs/admin.md from the demo bank: `make pictures`."""

import os
import sys

import django
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()  # before anything that imports models

from demo.people import PASSWORD  # noqa: E402
from tests.browsers_chromium import DESKTOP, IS_THERE, PHONE, Chromium  # noqa: E402
from tests.servers import ROOT, DemoServer  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
MANAGER, CASHIER = "manager@bank.com", "cashier@bank.com"
COLOURS = 128  # of a palette; keeps a picture well under 200 kB


def main():
    """All of them."""
    if not IS_THERE:
        sys.exit("The pictures need chromium and chromedriver.")
    FOLDER.mkdir(exist_ok=True)
    with DemoServer("pictures", workers=1, THROTTLE_LOGIN="1000/minute") as server:
        of_the_managers_pages(server.url)
        of_a_phone(server.url)
        in_the_dark(server.url)
        of_a_cashier(server.url)


def of_the_managers_pages(url):
    with Chromium(url, DESKTOP) as browser:
        browser.open("/admin/")
        browser.find("#login-form")
        keep(browser, "login")
        browser.sign_in(MANAGER, PASSWORD)
        browser.wait_for_plots(2)
        keep(browser, "start", whole=True)
        browser.follow(browser.link("Members", "#start"))
        keep(browser, "members")
        browser.follow(browser.link("member@example.com", "#result_list"))
        keep(browser, "member")
        browser.follow(browser.link("Start", "#nav-sidebar"))
        browser.follow(browser.link("Loan ", "#start"))
        keep(browser, "loan", whole=True)
        browser.follow(browser.link("Approve", "#header-inner"))
        keep(browser, "approve")


def of_a_phone(url):
    with Chromium(url, PHONE) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        browser.wait_for_plots(2)
        keep(browser, "start-phone", whole=True)


def in_the_dark(url):
    with Chromium(url, DESKTOP, dark=True) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        browser.wait_for_plots(2)
        keep(browser, "start-dark", whole=True)


def of_a_cashier(url):
    with Chromium(url, DESKTOP) as browser:
        browser.sign_in(CASHIER, PASSWORD)
        keep(browser, "start-cashier", whole=True)


def keep(browser, name, *, whole=False):
    """As a PNG of few colours; `whole` to the end of the page."""
    width, height = browser.driver.execute_script("return [innerWidth, innerHeight]")
    if whole:
        browser.resize(width, browser.driver.execute_script("return document.documentElement.scrollHeight"))
    file = FOLDER / f"{name}.png"
    browser.picture(file)
    Image.open(file).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    browser.resize(width, height)
    complaints = browser.complaints()
    sys.stdout.write(f"{file.relative_to(ROOT)} {file.stat().st_size // 1024} kB {complaints or ''}\n")


if __name__ == "__main__":
    main()
