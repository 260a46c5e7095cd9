"""The admin's content security policy: only this server's scripts run, and all resources are on this server."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx
import pytest
from django.contrib import admin
from django.urls import reverse

from backoffice.csp import POLICY
from tests.hashers import PASSWORD

pytestmark = pytest.mark.slow

LOGIN = "/admin/login/?next=/admin/"


class Page(HTMLParser):
    """The resources that a page loads, its inline scripts and its event handlers."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.inline, self.handlers = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in {"script", "img"} and "src" in attributes:
            self.loads.add(attributes["src"])
        elif tag == "link":
            self.loads.add(attributes["href"])
        elif tag == "script" and attributes.get("type", "text/javascript") not in {"application/json", "text/template"}:
            self.inline.append(self.get_starttag_text())
        self.handlers += [name for name, value in attrs if name.startswith("on") or "javascript:" in (value or "")]


def page_paths(browser):
    """The paths of all kinds of pages: dashboard, lists, a row of each, forms."""
    yield from ("/admin/", "/admin/password_change/", "/admin/users/user/add/")
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        row = model_admin.get_queryset(browser.get("/admin/").wsgi_request).first()
        if row is not None:
            yield reverse(f"{name}_change", args=[row.pk])


def test_every_response_under_admin_has_the_content_security_policy(admin_login, admin_browser, manager, cashier):
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


def test_admin_policy_allows_no_other_origin_and_no_inline_script():
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
def test_api_and_api_docs_have_their_own_content_security_policy(admin_browser, path, policy):
    assert admin_browser.get(path).headers["Content-Security-Policy"].startswith(policy)


@pytest.mark.slow
def test_admin_pages_have_no_inline_scripts_or_event_handler_attributes(admin_login, signed_in, member, manager):
    signed_in(member)
    browser = admin_login(manager)
    for path in page_paths(browser):
        response = browser.get(path)
        page = Page(response.content.decode())
        assert (response.status_code, page.inline, page.handlers) == (200, [], []), path


@pytest.mark.slow
def test_running_server_serves_all_resources_of_the_admin_pages(server):
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as client:
        urls = Page(client.get(LOGIN).text).loads
        form = {"username": "manager@bank.com", "password": PASSWORD}
        headers = {"X-CSRFToken": client.cookies["csrftoken"], "Referer": server.url}
        assert client.post(LOGIN, data=form, headers=headers).status_code == 302
        for path in ("/admin/", "/admin/users/user/", "/admin/users/user/add/", "/admin/transactions/transaction/"):
            urls |= Page(client.get(path).text).loads

        assert len(urls) > 10
        while urls:
            url = urls.pop()
            response = client.get(url)
            assert url.startswith("/"), url
            assert response.status_code == 200, url
            if url.endswith(".css"):
                references = re.findall(r"url\(['\"]?([^'\")]+)", response.text)
                urls |= {urljoin(url, name) for name in references if not name.startswith(("data:", "#"))}
