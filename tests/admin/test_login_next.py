"""Where a sign-in to the staff site leads to."""

from urllib.parse import quote

import pytest

from tests.hashers import PASSWORD

START = "/admin/"


def leads_to(browser, path, email, **fields):
    response = browser.post(path, username=email, password=PASSWORD, **fields)
    assert response.status_code == 302, response.content
    return response.headers["Location"]


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/login/?next=", "/admin/login/?other=1"])
def test_sign_in_without_next_leads_to_the_start_page(admin_browser, manager, path):
    assert admin_browser.get(path).status_code == 200
    assert leads_to(admin_browser, path, manager.email) == START
    assert admin_browser.is_signed_in()


def test_page_is_opened_by_its_form_as_it_stands(admin_browser, manager):
    """The form has no field for the way back: its address is that of the page."""
    page = admin_browser.get("/admin/login/").content.decode()
    assert 'action="/admin/login/"' in page


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/login/?next=/admin/users/user/"])
def test_page_opened_by_somebody_signed_in_leads_to_the_start_page(admin_login, manager, path):
    response = admin_login(manager).get(path)
    assert (response.status_code, response.headers["Location"]) == (302, START)


@pytest.mark.parametrize(
    "wanted", ["/admin/users/user/?q=a&p=2", "/admin/password_change/", "/admin/loginform/", START]
)
def test_next_leads_to_a_page_of_the_staff_site(admin_browser, manager, wanted):
    assert leads_to(admin_browser, f"/admin/login/?next={quote(wanted, safe='')}", manager.email) == wanted


IGNORED = [
    "http://testserver/admin/",
    "https://evil.example/admin/",
    "//evil.example/admin/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "/admin/login/",
    "/admin/login",
    "/admin/login/?next=/admin/login/",
    "/admin/logout/",
    "/admin/logout",
    "/admin/logout/#there",
    "/admin//logout/",
    "/admin/./logout/",
    "/admin/users/../logout/",
    "/admin/%6cogout/",
    "/admin/%2e%2e/logout/",
    "/admin/../",
    "/admin/..%2fapi/docs/",
    "/administration/",
    "/",
    "admin/",
    "",
    "%00",
]


def test_next_that_leads_away_is_ignored(admin_browser, manager):
    led = {wanted: leads_to(admin_browser, f"/admin/login/?next={quote(wanted, safe='')}", manager.email)
           for wanted in IGNORED}  # fmt: skip
    assert led == dict.fromkeys(IGNORED, START)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "/admin/logout/"])
def test_next_in_the_form_is_judged_as_well(admin_browser, manager, wanted):
    assert leads_to(admin_browser, "/admin/login/", manager.email, next=wanted) == START
