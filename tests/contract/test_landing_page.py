"""`/`: a small page that leads on."""

import re

import pytest
from django.contrib.staticfiles import finders

from demo import people as demo

pytestmark = pytest.mark.django_db


def links(page):
    return re.findall(r'href="(/[^"]*)"', page.content.decode())


def test_the_page_says_whose_host_this_is(client, settings):
    settings.BANK_NAME = "Savings & <Loans>"

    page = client.get("/")

    assert page.status_code == 200
    assert "<h1>Savings &amp; &lt;Loans&gt;</h1>" in page.content.decode()


def test_every_link_leads_somewhere(client):
    found = links(client.get("/"))

    assert {"/api/docs/", "/api/schema/", "/admin/", "/healthz", "/readyz"} <= set(found)
    for link in found:
        if link.startswith("/static/"):
            assert finders.find(link.removeprefix("/static/")), link
        else:
            assert client.get(link, follow=True).status_code == 200, link


def test_the_page_runs_no_script_and_is_framed_by_nobody(client):
    page = client.get("/")

    assert "<script" not in page.content.decode()
    assert "script-src" not in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_the_page_sets_no_cookie_and_is_not_kept(client):
    page = client.get("/")

    assert not page.cookies
    assert "no-store" in page["Cache-Control"]


def test_the_page_asks_the_database_nothing_in_production(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_sent_to_the_page(client, method):
    assert getattr(client, method)("/").status_code == 405


def test_the_demo_logins_are_named_where_they_are_true(client, settings):
    settings.DEBUG = True
    demo.load_people()

    page = client.get("/").content.decode()

    assert demo.PASSWORD in page
    for login in demo.logins():
        assert login["email"] in page


def test_a_database_without_the_demo_bank_names_no_logins(client, settings):
    settings.DEBUG = True

    assert demo.PASSWORD not in client.get("/").content.decode()


def test_production_names_no_logins_even_of_a_demo_bank(client):
    demo.load_people()

    page = client.get("/").content.decode()

    assert demo.PASSWORD not in page
    assert "@" not in page
