"""A server started as by `make run` in a currency that is not of two digits. Here, for a start takes seconds."""

import os

import pytest

from demo.people import PASSWORD
from tests.api_payments import idempotency_headers
from tests.servers import DemoServer

SAVINGS, CURRENT, OTHER = "100000000190", "100000000287", "100000000384"
SALARIES = {"JPY": "245000", "KWD": "245.000", "CLF": "24.5000"}
ABOVE_THE_LIMIT = {"JPY": "1000001", "KWD": "1000.001", "CLF": "100.0001"}


def sign_in(server, email):
    browser = server.browser()
    assert browser.log_in(email, PASSWORD).status_code == 200
    return browser


@pytest.mark.parametrize("currency", SALARIES)
def test_the_demo_bank_is_served_whole_in(currency):
    name = f"currency_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with DemoServer(name, workers=1, BANK_CURRENCY=currency) as server:
        maria, monica = sign_in(server, "member@example.com"), sign_in(server, "manager@bank.com")
        carla = sign_in(server, "cashier@bank.com")
        account = maria.get(f"/api/accounts/{CURRENT}/").json()
        assert account["currency"] == currency
        statement = maria.get(f"/api/accounts/{CURRENT}/statement/?from=2020-01-01").json()
        assert statement["entries"][0]["amount"] == SALARIES[currency]
        assert statement["closing_balance"] == account["balance"]
        for form in ("csv", "pdf"):
            assert maria.get(f"/api/accounts/{CURRENT}/statement/?from=2020-01-01&format={form}").status_code == 200
        loans = monica.get("/api/loans/").json()["results"]
        assert len(loans) == 8
        assert {loan["currency"] for loan in loans} == {currency}
        for report in monica.get("/api/reports/").json():
            assert monica.get(f"/api/reports/{report['name']}/?format=csv").status_code == 200
        paid_out = {"account": SAVINGS, "amount": ABOVE_THE_LIMIT[currency]}
        refused = carla.post("/api/transactions/withdraw/", paid_out, headers=idempotency_headers())
        assert refused.json()["code"] == "limit_exceeded"
        server.manage("verify_ledger")
