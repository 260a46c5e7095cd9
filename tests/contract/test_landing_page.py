"""The landing page `/`: the name of the bank, links, and the demo logins in development."""

import re

import pytest
from django.contrib.staticfiles import finders

from demo import people as demo

pytestmark = pytest.mark.django_db


def links(page):
    return re.findall(r'href="(/[^"]*)"', page.content.decode())


def test_landing_page_shows_the_name_of_the_bank(client, settings):
    settings.BANK_NAME = "Savings & <Loans>"

    page = client.get("/")

    assert page.status_code == 200
    assert "<h1>Savings &amp; &lt;Loans&gt;</h1>" in page.content.decode()


def test_every_link_of_the_landing_page_works(client, settings):
    settings.FRONTEND_URL = ""  # of another host
    found = links(client.get("/"))

    assert {"/api/docs/", "/api/schema/", "/admin/", "/healthz", "/readyz"} <= set(found)
    for link in found:
        if link.startswith("/static/"):
            assert finders.find(link.removeprefix("/static/")), link
        else:
            assert client.get(link, follow=True).status_code == 200, link


def test_landing_page_forbids_scripts_and_framing(client):
    page = client.get("/")

    assert "<script" not in page.content.decode()
    assert "script-src" not in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_landing_page_sets_no_cookie_and_is_not_cached(client):
    page = client.get("/")

    assert not page.cookies
    assert "no-store" in page["Cache-Control"]


def test_landing_page_runs_no_query_in_production(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_landing_page_rejects_other_methods(client, method):
    assert getattr(client, method)("/").status_code == 405


def test_landing_page_lists_the_demo_logins_with_the_demo_bank(client, settings):
    settings.DEBUG = True
    demo.load_people()

    page = client.get("/").content.decode()

    assert demo.PASSWORD in page
    for login in demo.logins():
        assert login["email"] in page


def test_landing_page_lists_no_logins_without_the_demo_bank(client, settings):
    settings.DEBUG = True

    assert demo.PASSWORD not in client.get("/").content.decode()


def test_landing_page_lists_no_logins_in_production_with_the_demo_bank(client):
    demo.load_people()

    page = client.get("/").content.decode()

    assert demo.PASSWORD not in page
    assert "@" not in page


def test_landing_page_links_to_the_application(client, settings):
    settings.FRONTEND_URL = "https://app.bank.example/?a=1&b=2"
    assert 'href="https://app.bank.example/?a=1&amp;b=2"' in client.get("/").content.decode()
    settings.FRONTEND_URL = ""
    assert "Online banking" not in client.get("/").content.decode()
