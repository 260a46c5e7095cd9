"""Reads a member's accounts, entries and loans from the API, without figures that depend on the day.

It runs with the old and with the present version, and so imports nothing of the project.
"""

ACCOUNT = ("number", "type", "name", "currency", "status", "balance", "available_balance", "opened_at", "closed_at")
ENTRY = ("id", "transaction", "kind", "direction", "amount", "balance_after", "booked_at", "value_date")
LOAN = ("id", "amount", "currency", "term_months", "status", "annual_rate", "principal_paid", "interest_paid")


def read_figures(browser):
    """Accounts, the entries of each, and loans, as a signed-in member sees them."""
    accounts = _read_page(browser, "/api/accounts/", ACCOUNT)
    entries = {a["number"]: _read_page(browser, f"/api/accounts/{a['number']}/entries/", ENTRY) for a in accounts}
    return {"accounts": accounts, "entries": entries, "loans": _read_page(browser, "/api/loans/", LOAN)}


def ok_json(response):
    """The body of a response, which must be successful."""
    assert response.status_code < 300, response.content
    return response.json() if response.content else None


def _read_page(browser, path, fields):
    page = ok_json(browser.get(f"{path}?page_size=200"))
    assert page["next"] is None, page
    return [{name: row[name] for name in fields} for row in page["results"]]
