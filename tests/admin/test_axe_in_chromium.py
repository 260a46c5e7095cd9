"""axe on every list, page of a row, confirmation page and form of the admin, light and dark, wide and narrow."""

import os

import pytest

from demo.people import PASSWORD
from tests.admin.role_table import ACTIONS, LISTS
from tests.axe import SCRIPT, violations
from tests.browsers_chromium import IS_INSTALLED, PHONE, WIDE, Chromium
from tests.servers import DemoServer

MANAGER, CASHIER = "manager@bank.com", "cashier@bank.com"
ENABLED = IS_INSTALLED and os.environ.get("IN_CHROMIUM") and SCRIPT.exists()
pytestmark = pytest.mark.skipif(not ENABLED, reason="`make test-browsers`, with chromium and chromedriver")
OTHERS = ["/admin/", "/admin/users/user/add/", "/admin/password_change/", "/admin/factors/", "/admin/no/such/page/",
          "/admin/loans/loan/?q=zzzzzz", "/admin/loans/loan/?late=any", "/admin/audit/auditevent/?q=maria"]  # fmt: skip
FIRST_ROW = "return document.querySelector('#result_list tbody a[href*=\"/change/\"]')?.getAttribute('href')"


# All combinations take five minutes: they run in `make test-long`.
only_long = pytest.mark.skipif(not os.environ.get("EVERY_PAGE"), reason="make test-long")


@pytest.fixture(scope="module", params=["", pytest.param("#ffd400", marks=only_long)], ids=["default color", "yellow"])
def demo(request):
    """The demo bank on a real server."""
    name = f"axe_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with DemoServer(name, workers=1, THROTTLE_LOGIN="1000/minute", BANK_COLOR=request.param) as server:
        yield server


def page_paths(browser):
    """The paths of all lists, a row of each with its confirmation pages, and other pages."""
    yield from OTHERS
    for name in LISTS:
        app, model = name.rsplit("_", 1)
        yield f"/admin/{app}/{model}/"
        row = browser.driver.execute_script(FIRST_ROW)
        if row is not None:
            yield row
            for action in {line.split(" ")[1] for line in ACTIONS if line.startswith(f"{name} ")}:
                yield row.partition("change/")[0] + action.replace("_", "-") + "/"


@pytest.mark.parametrize(
    ("size", "dark"),
    [
        pytest.param(WIDE, False, id="desktop-light"),
        pytest.param(PHONE, True, id="phone-dark"),
        pytest.param(WIDE, True, id="desktop-dark", marks=only_long),
        pytest.param(PHONE, False, id="phone-light", marks=only_long),
    ],
)
def test_axe_finds_nothing_on_any_admin_page(demo, size, dark):
    found = {}
    with Chromium(demo.url, size, dark=dark) as browser:
        browser.open("/admin/login/?ended=form")
        browser.find("#login-form")
        found["login"] = violations(browser.driver)
        browser.sign_in(MANAGER, PASSWORD)
        for path in page_paths(browser):
            browser.open(path)
            browser.find("main")
            found[path] = violations(browser.driver)
            assert not browser.overflows_horizontally(), path
    assert len(found) > len(OTHERS) + 2 * len(LISTS)
    assert {path: broken for path, broken in found.items() if broken} == {}


def test_axe_finds_nothing_on_the_pages_of_a_cashier(demo):
    with Chromium(demo.url, WIDE) as browser:
        browser.sign_in(CASHIER, PASSWORD)
        assert violations(browser.driver) == []
        browser.follow(browser.link("Loan ", "#start"))
        assert violations(browser.driver) == []


def test_menus_are_opened_by_the_keyboard(demo):
    with Chromium(demo.url, PHONE) as browser:
        browser.sign_in(MANAGER, PASSWORD)
        toggle = browser.find(".bank-narrow")
        assert toggle.get_attribute("aria-expanded") == "false"
        browser.driver.execute_script("arguments[0].focus()", toggle)
        browser.driver.switch_to.active_element.send_keys("\n")
        browser.wait_for_text("Audit log", "#nav-sidebar")
        assert toggle.get_attribute("aria-expanded") == "true"
