"""Actual and expected properties of an error page outside the API."""

import re

from backoffice.csp import PLAIN_POLICY, POLICY
from tests.admin.test_csp import Page

TITLES = {400: "Bad request", 403: "No access", 404: "Page not found", 405: "Not available",
          500: "Something went wrong", 503: "Service unavailable"}  # fmt: skip
INTERNALS = ("Traceback", "urlpatterns", "no such column", "the inner reason", "10.0.0.5", "SECRET_KEY", "Django")
HEADERS = ("Content-Type", "Cache-Control", "X-Frame-Options", "X-Content-Type-Options", "Content-Security-Policy")


def error_page_properties(response):
    """The properties of a response that `expected_error_page` defines."""
    text = response.content.decode()
    page = Page(text)
    return {
        "status": response.status_code,
        "title": re.search(r"<title>([^|·<]*)", text)[1].strip(),
        "home": [home for home in ("/", "/admin/") if f'href="{home}"' in text],
        "has the staff site's styles": "unfold/css/styles.css" in text,
        "has scripts": "<script" in text,
        "inline scripts": page.inline + page.handlers,
        "internals": [word for word in INTERNALS if word in text],
        "has Retry-After": int(response.headers.get("Retry-After", 0)) >= 1,
        "headers": {name: response.headers.get(name) for name in HEADERS},
    }


def expected_error_page(status, home="/admin/"):
    """The expected properties: the staff site's styles if `home` is its start page, else a plain page."""
    is_staff_site = home == "/admin/"
    policy = POLICY if is_staff_site else PLAIN_POLICY
    return {
        "status": status,
        "title": TITLES[status],
        "home": [home],
        "has the staff site's styles": is_staff_site,
        "has scripts": is_staff_site,
        "inline scripts": [],
        "internals": [],
        "has Retry-After": status == 503,
        "headers": dict(zip(HEADERS, ("text/html; charset=utf-8", "no-store", "DENY", "nosniff", policy), strict=True)),
    }
