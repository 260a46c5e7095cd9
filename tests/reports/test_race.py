"""The trial balance during concurrent postings, on a server with several processes, is always balanced."""

from functools import partial

import pytest

from tests.api_payments import deposit, idempotency_headers, transfer, withdraw
from tests.concurrency.bank_fixtures import CASHIER, MANAGER, Bank
from tests.concurrency.concurrency_helpers import count_outcomes, race
from tests.loan_factories import PRODUCT

READS = 40


@pytest.mark.slow
def test_trial_balance_is_balanced_during_concurrent_postings(server):
    bank = Bank(server)
    first, second, loan = bank.account("500.00"), bank.account("500.00"), create_disbursed_loan(bank)
    cashiers, manager_client = bank.tabs(CASHIER, 4), bank.tabs(MANAGER, 1)[0]
    operations = [
        partial(deposit, cashiers[0], first, "0.03"),
        partial(withdraw, cashiers[1], first, "0.02"),
        partial(transfer, cashiers[2], second, first, "0.01"),
        partial(pay, cashiers[3], loan),
    ]
    balances, results = race(
        lambda: [manager_client.get("/api/reports/trial-balance/").json() for _ in range(READS)], *operations
    )

    assert [set(count_outcomes(each)) for each in results] == [{"201"}] * 4
    assert {body["summary"]["difference"] for body in balances} == {"0.00"}
    assert len({body["summary"]["debit"] for body in balances}) > 1, "postings ran during the reads"
    assert bank.is_consistent()


def pay(cashier_client, loan):
    return cashier_client.post(f"/api/loans/{loan}/repay/", {"amount": "0.01"}, headers=idempotency_headers())


def create_disbursed_loan(bank):
    """Creates and disburses a loan of 1000.00; returns its id."""
    email, member_id = bank.add_person()
    number, name = bank.open(member_id), bank.name
    product = bank.manager.post("/api/loans/products/", PRODUCT | {"name": name}).json()["id"]
    body = {"product": product, "amount": "1000.00", "term_months": 10, "purpose": "Roof", "account": number}
    loan = bank.tabs(email, 1)[0].post("/api/loans/", body).json()["id"]
    assert bank.manager.post(f"/api/loans/{loan}/approve/", {}).status_code == 200
    disbursement = bank.cashier.post(f"/api/loans/{loan}/disburse/", headers=idempotency_headers())
    assert disbursement.status_code == 201, disbursement.content
    return loan
