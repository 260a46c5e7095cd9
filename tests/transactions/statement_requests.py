"""Statements over HTTP, as JSON and as PDF."""

from tests.transactions.pdf_text import fragments_of, pages_of


def statement(browser, number, query=""):
    response = browser.get(f"/api/accounts/{number}/statement/?{query}")
    assert response.status_code == 200, response.content
    return response.json()


def get_pdf(browser, number, query=""):
    response = browser.get(f"/api/accounts/{number}/statement/?format=pdf&{query}")
    assert response.status_code == 200, response.content
    return response.content


def get_fragments(browser, number, query=""):
    return fragments_of(get_pdf(browser, number, query))


def get_pages(browser, number, query=""):
    return pages_of(get_pdf(browser, number, query))
