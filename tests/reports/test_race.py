"""The trial balance while postings run, on a server with several processes: never half of one."""

from functools import partial

import pytest

from tests.api_payments import deposit, idempotency_headers, transfer, withdraw
from tests.concurrency.bank_fixtures import CASHIER, MANAGER, Bank
from tests.concurrency.concurrency_helpers import count_outcomes, race
from tests.loan_factories import PRODUCT

READS = 40


@pytest.mark.slow
def test_it_is_never_torn_while_deposits_withdrawals_transfers_and_repayments_run(server):
    bank = Bank(server)
    one, other, loan = bank.account("500.00"), bank.account("500.00"), lent(bank)
    desks, reader = bank.tabs(CASHIER, 4), bank.tabs(MANAGER, 1)[0]
    work = [
        partial(deposit, desks[0], one, "0.03"),
        partial(withdraw, desks[1], one, "0.02"),
        partial(transfer, desks[2], other, one, "0.01"),
        partial(pay, desks[3], loan),
    ]
    balances, done = race(lambda: [reader.get("/api/reports/trial-balance/").json() for _ in range(READS)], *work)

    assert [set(count_outcomes(each)) for each in done] == [{"201"}] * 4
    assert {body["summary"]["difference"] for body in balances} == {"0.00"}
    assert len({body["summary"]["debit"] for body in balances}) > 1, "there was something to tear"
    assert bank.is_whole()


def pay(desk, loan):
    return desk.post(f"/api/loans/{loan}/repay/", {"amount": "0.01"}, headers=idempotency_headers())


def lent(bank):
    """The id of a loan of 1000.00."""
    email, member_id = bank.add_person()
    number, name = bank.open(member_id), bank.name
    product = bank.manager.post("/api/loans/products/", PRODUCT | {"name": name}).json()["id"]
    body = {"product": product, "amount": "1000.00", "term_months": 10, "purpose": "Roof", "account": number}
    loan = bank.tabs(email, 1)[0].post("/api/loans/", body).json()["id"]
    assert bank.manager.post(f"/api/loans/{loan}/approve/", {}).status_code == 200
    paid_out = bank.cashier.post(f"/api/loans/{loan}/disburse/", headers=idempotency_headers())
    assert paid_out.status_code == 201, paid_out.content
    return loan
