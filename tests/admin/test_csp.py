"""The admin's pages run this server's scripts and no others, and find all they need on it."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
import pytest
from django.contrib import admin
from django.urls import reverse

from backoffice.csp import POLICY
from tests.hashers import PASSWORD

LOGIN = "/admin/login/?next=/admin/"


class Page(HTMLParser):
    """What a page loads, and which scripts it has inline."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.inline, self.handlers = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"script", "img"} and "src" in given:
            self.loads.add(given["src"])
        elif tag == "link":
            self.loads.add(given["href"])
        elif tag == "script" and given.get("type", "text/javascript") not in {"application/json", "text/template"}:
            self.inline.append(self.get_starttag_text())
        self.handlers += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]


def pages(browser):
    """The paths of every kind of page: start, lists, a row of each, forms, the history."""
    yield from ("/admin/", "/admin/password_change/", "/admin/users/user/add/")
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        row = page.get_queryset(browser.get("/admin/").wsgi_request).first()
        if row is not None:
            yield from (reverse(f"{name}_{kind}", args=[row.pk]) for kind in ("change", "history"))


def test_the_policy_stands_on_every_answer_under_admin(admin_login, admin_browser, manager, cashier):
    responses = [
        admin_browser.get(LOGIN),
        admin_browser.get("/admin/"),
        admin_browser.log_in(cashier.email, "a wrong password"),
        admin_login(manager).get("/admin/"),
        admin_login(manager).get("/admin/no/such/page/"),
        admin_login(cashier).get("/admin/audit/auditevent/"),
    ]
    assert [response.status_code for response in responses] == [200, 302, 200, 200, 404, 403]
    assert {response.headers["Content-Security-Policy"] for response in responses} == {POLICY}


def test_it_names_nobody_else_and_lets_no_inline_script_run():
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert directives["script-src"] == "'self' 'unsafe-eval'"
    assert directives["frame-ancestors"] == directives["object-src"] == directives["base-uri"] == "'none'"
    sources = {source for given in directives.values() for source in given.split()}
    assert sources == {"'self'", "'none'", "'unsafe-eval'", "'unsafe-inline'", "data:"}


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/api/dashboard/", "default-src 'none'; frame-ancestors 'none'"),
        ("/api/docs/", "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "),
    ],
)
def test_the_api_and_its_page_keep_their_own(admin_browser, path, policy):
    assert admin_browser.get(path).headers["Content-Security-Policy"].startswith(policy)


def test_no_page_has_a_script_inside_or_a_handler_in_an_attribute(admin_login, signed_in, member, manager):
    signed_in(member)
    browser = admin_login(manager)
    for path in pages(browser):
        response = browser.get(path)
        page = Page(response.content.decode())
        assert (response.status_code, page.inline, page.handlers) == (200, [], []), path


def test_all_that_the_pages_load_is_on_the_running_server(server):
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as client:
        found = Page(client.get(LOGIN).text).loads
        form = {"username": "manager@bank.com", "password": PASSWORD}
        headers = {"X-CSRFToken": client.cookies["csrftoken"], "Referer": server.url}
        assert client.post(LOGIN, data=form, headers=headers).status_code == 302
        for path in ("/admin/", "/admin/users/user/", "/admin/users/user/add/", "/admin/transactions/transaction/"):
            found |= Page(client.get(path).text).loads

        assert len(found) > 10
        while found:
            url = found.pop()
            response = client.get(url)
            assert url.startswith("/"), url
            assert response.status_code == 200, url
            if url.endswith(".css"):
                inside = re.findall(r"url\(['\"]?([^'\")]+)", response.text)
                found |= {urljoin(url, name) for name in inside if not name.startswith(("data:", "#"))}
