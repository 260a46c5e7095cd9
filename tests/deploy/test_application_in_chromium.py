"""The built example in Chromium, served with the API on one host by nginx with the files of `deploy/`."""

import os

import pytest

from demo.people import PASSWORD
from tests.browsers_chromium import IS_INSTALLED
from tests.certificates import make_certificate
from tests.deploy.application_user import ApplicationUser
from tests.deploy.built_application import CAN_BUILD, build
from tests.deploy.proxies import HOST, NginxWithApplication
from tests.servers import Server

MEMBER, CASHIER, MANAGER = "member@example.com", "cashier@bank.com", "manager@bank.com"
PAGES = {
    MEMBER: ["/", "/accounts", "/transfer", "/loans", "/loans/apply", "/profile", "/security"],
    CASHIER: ["/", "/counter", "/till", "/members"],
    MANAGER: ["/", "/loans/products", "/people", "/reports", "/reports/daily-transactions", "/audit-log", "/till"],
}
FIRST_LOAD = 300_000  # bytes of compressed script
# The code of the charts, which an overview loads after its figures.
CHARTS = ("chart-style",)
ENABLED = IS_INSTALLED and CAN_BUILD and os.environ.get("IN_CHROMIUM")
pytestmark = pytest.mark.skipif(not ENABLED, reason="`make test-browsers`, with chromium and chromedriver")


class ProductionWithDemo(Server):
    """A server with `DEBUG` off and the data of the demo bank, which only a command with `DEBUG` on loads."""

    def add_people(self, people):
        self.environ["DEBUG"] = "1"
        self.manage("load_demo")
        self.environ["DEBUG"] = "0"


@pytest.fixture(scope="module")
def portal():
    production = {
        "DEBUG": 0, "ALLOWED_HOSTS": HOST, "FRONTEND_URL": f"https://{HOST}", "TRUSTED_PROXY_COUNT": 1,
        "THROTTLE_LOGIN": "1000/minute",
    }  # fmt: skip
    name = f"application_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with ProductionWithDemo(name, 1, **production) as portal:
        yield portal


@pytest.fixture(scope="module")
def host(tmp_path_factory, portal):
    """nginx with the built example, in front of a server with the settings of production."""
    folder = tmp_path_factory.mktemp("application")
    build(folder / "application")
    certificate = make_certificate(folder / "tls", name=HOST)
    proxy = NginxWithApplication(folder, certificate, [portal.port, 1], folder / "application")
    if not proxy.binary:
        pytest.skip(f"apt-get install {proxy.program}")
    with proxy:
        yield proxy


@pytest.fixture
def user(host):
    with ApplicationUser(f"https://{HOST}:{host.port}", host.certificate) as user:
        yield user


def account_number(portal, email):
    query = "SELECT number FROM accounts JOIN users ON owner_id = users.id WHERE email = %s AND status = 'active'"
    return portal.sql(query, email)[0][0]


def assert_no_console_errors(user):
    """Chromium also logs responses with 401, which are answers: nobody is signed in yet, or a proof is due."""
    unexpected = [message for message in user.console_errors() if "status of 401" not in message]
    assert unexpected == []


def test_member_pays_and_adds_a_passkey_without_console_errors(user, portal):
    user.add_authenticator()
    # Somebody else than in the other tests: with the passkey, the password alone does not sign in any more.
    user.sign_in("member2@example.com", PASSWORD)
    user.open("/transfer")
    user.select_first("From account")
    user.fill("To account number", account_number(portal, MEMBER))
    user.fill("Amount", "12.50")
    user.click("Continue")
    user.click("Pay now")
    user.wait_for_text("Payment sent")
    user.open("/security/factors")
    user.click("Add a passkey")
    user.fill("Name", "Laptop")
    user.click("Continue")
    user.fill("Password", PASSWORD)
    user.click("Confirm")
    user.wait_for_text("not used yet")
    assert_no_console_errors(user)


@pytest.mark.parametrize(("email", "pages"), PAGES.items())
def test_pages_of_each_role_have_no_console_errors_and_load_little_script(email, pages, user):
    user.sign_in(email, PASSWORD)
    for page in pages:
        user.open(page)
        user.wait_until_loaded()
        assert user.script_size(without=CHARTS) < FIRST_LOAD, page
        assert_no_console_errors(user)


def test_sign_in_page_loads_little_script(user):
    user.open("/")
    user.find("input[type=password]")
    user.wait_until_loaded()
    assert 100_000 < user.script_size() < FIRST_LOAD


def test_added_script_and_added_style_are_blocked(user):
    user.open("/sign-in")
    user.find("input[type=password]")
    assert_no_console_errors(user)
    for element in ("script", "style"):
        user.driver.execute_script(
            "const e = document.createElement(arguments[0]); e.textContent = arguments[1]; document.body.append(e)",
            element, "window.ran = 1" if element == "script" else "body { display: none }",
        )  # fmt: skip
        assert f"{element}-src" in user.console_errors()[0]
    assert user.driver.execute_script("return window.ran") is None
    assert user.find("body").is_displayed()
