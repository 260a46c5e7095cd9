"""The demo bank over HTTP in currencies without two digits."""

import os

import pytest

from demo.people import PASSWORD
from tests.api_payments import idempotency_headers
from tests.servers import DemoServer

pytestmark = pytest.mark.slow

SAVINGS, CURRENT, OTHER = "100000000190", "100000000287", "100000000384"
SALARIES = {"JPY": "245000", "KWD": "245.000", "CLF": "24.5000"}
ABOVE_THE_LIMIT = {"JPY": "1000001", "KWD": "1000.001", "CLF": "100.0001"}


def sign_in(server, email):
    browser = server.browser()
    assert browser.log_in(email, PASSWORD).status_code == 200
    return browser


@pytest.mark.parametrize("currency", SALARIES)
def test_demo_bank_is_served_in_a_currency_without_two_digits(currency):
    name = f"currency_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with DemoServer(name, workers=1, BANK_CURRENCY=currency) as server:
        member, manager = sign_in(server, "member@example.com"), sign_in(server, "manager@bank.com")
        cashier = sign_in(server, "cashier@bank.com")
        account = member.get(f"/api/accounts/{CURRENT}/").json()
        assert account["currency"] == currency
        statement = member.get(f"/api/accounts/{CURRENT}/statement/?from=2020-01-01").json()
        assert statement["entries"][0]["amount"] == SALARIES[currency]
        assert statement["closing_balance"] == account["balance"]
        for form in ("csv", "pdf"):
            assert member.get(f"/api/accounts/{CURRENT}/statement/?from=2020-01-01&format={form}").status_code == 200
        loans = manager.get("/api/loans/").json()["results"]
        assert len(loans) == 8
        assert {loan["currency"] for loan in loans} == {currency}
        for report in manager.get("/api/reports/").json():
            assert manager.get(f"/api/reports/{report['name']}/?format=csv").status_code == 200
        paid_out = {"account": SAVINGS, "amount": ABOVE_THE_LIMIT[currency]}
        refused = cashier.post("/api/transactions/withdraw/", paid_out, headers=idempotency_headers())
        assert refused.json()["code"] == "limit_exceeded"
        server.manage("verify_ledger")
