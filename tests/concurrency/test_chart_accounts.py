"""The bank's own accounts that are opened at their first use: by several processes at once, each is opened once."""

import os
from functools import partial

import pytest

from tests.concurrency.bank_fixtures import CASHIER
from tests.concurrency.concurrency_helpers import count_outcomes, run_concurrently
from tests.concurrency.test_loan_races import LendingBank
from tests.loans.loan_helpers import post_loan_action
from tests.servers import Server

LOANS = 6  # of each kind


@pytest.fixture
def bank():
    """A bank that has charged no late fee and recovered nothing."""
    name = f"chart_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with Server(name) as server:
        yield LendingBank(server)


def test_concurrent_first_late_fees_and_first_recoveries_open_each_account_once(bank):
    lost = [bank.create_loan() for _ in range(LOANS)]
    for loan_id in lost:
        bank.ok_json(post_loan_action(bank.manager, loan_id, "write-off", {"reason": "gone"}))
    late = [bank.create_late_loan() for _ in range(LOANS)]
    assert chart_accounts(bank) == {}

    tabs = bank.tabs(CASHIER, 2 * LOANS)
    fees = [
        partial(post_loan_action, tab, loan_id, "repay", {"amount": "15.00"})
        for tab, loan_id in zip(tabs, late, strict=False)
    ]
    recoveries = [
        partial(post_loan_action, tab, loan_id, "repay", {"amount": "50.00"})
        for tab, loan_id in zip(tabs[LOANS:], lost, strict=True)
    ]
    responses = run_concurrently(*fees, *recoveries)

    assert count_outcomes(responses) == {"201": 2 * LOANS}
    assert chart_accounts(bank) == {"penalty_income": 1, "recoveries": 1}
    assert trial_balance(bank) == {"penalty_income": "30.00", "recoveries": "300.00"}
    assert bank.is_consistent()


def chart_accounts(bank):
    """How many accounts of these codes exist."""
    counted = "SELECT code, COUNT(*) FROM accounts WHERE code IN ('penalty_income', 'recoveries') GROUP BY code"
    return dict(bank.server.sql(counted))


def trial_balance(bank):
    """The credits of these accounts in the trial balance."""
    rows = bank.ok_json(bank.manager.get("/api/reports/trial-balance/"))["rows"]
    return {row["kind"]: row["credit"] for row in rows if row["kind"] in {"penalty_income", "recoveries"}}
