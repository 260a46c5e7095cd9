"""The redirect after a login to the staff site."""

from urllib.parse import quote

import pytest

from tests.hashers import PASSWORD

START = "/admin/"


def redirect_target(browser, path, email, **fields):
    response = browser.post(path, username=email, password=PASSWORD, **fields)
    assert response.status_code == 302, response.content
    return response.headers["Location"]


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/login/?next=", "/admin/login/?other=1"])
def test_login_without_next_redirects_to_the_start_page(admin_browser, manager, path):
    assert admin_browser.get(path).status_code == 200
    assert redirect_target(admin_browser, path, manager.email) == START
    assert admin_browser.is_signed_in()


def test_login_form_without_next_is_submitted_to_the_login_path(admin_browser, manager):
    """The form has no field `next`: it is submitted to the page's own path."""
    page = admin_browser.get("/admin/login/").content.decode()
    assert 'action="/admin/login/"' in page


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/login/?next=/admin/users/user/"])
def test_login_page_redirects_a_signed_in_user_to_the_start_page(admin_login, manager, path):
    response = admin_login(manager).get(path)
    assert (response.status_code, response.headers["Location"]) == (302, START)


@pytest.mark.parametrize(
    "target", ["/admin/users/user/?q=a&p=2", "/admin/password_change/", "/admin/loginform/", START]
)
def test_login_redirects_to_next_on_the_staff_site(admin_browser, manager, target):
    assert redirect_target(admin_browser, f"/admin/login/?next={quote(target, safe='')}", manager.email) == target


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


def test_next_outside_the_staff_site_is_ignored(admin_browser, manager):
    targets = {target: redirect_target(admin_browser, f"/admin/login/?next={quote(target, safe='')}", manager.email)
           for target in IGNORED}  # fmt: skip
    assert targets == dict.fromkeys(IGNORED, START)


@pytest.mark.parametrize("target", ["https://evil.example/", "/admin/logout/"])
def test_unsafe_next_in_the_form_is_ignored(admin_browser, manager, target):
    assert redirect_target(admin_browser, "/admin/login/", manager.email, next=target) == START
