"""Recoveries: money that comes in on a loan that is written off."""

import pytest

from accounts.enums import AccountType
from accounts.services import bank_account
from audit.models import AuditEvent
from tests.api_payments import balance_of, reverse
from tests.loans.loan_helpers import get_loan, is_consistent, post_loan_action, post_write_off, repay_loan_over_http
from tests.transactions.assertions import entries_of_transaction, row_counts, status_and_code
from transactions.ledger.balances import bank_balance


@pytest.fixture
def loan(make_loan, manager):
    """A loan of 1,000.00 that is written off."""
    loan = make_loan("active")
    post_write_off(loan, manager)
    return loan


def recovered():
    return bank_balance(bank_account(AccountType.RECOVERIES))


def test_repayment_of_a_loan_written_off_is_a_recovery(loan, loan_account, signed_in, member):
    member_client = signed_in(member)
    body = repay_loan_over_http(member_client, loan, "300.00").json()
    assert (body["status"], body["principal_paid"], body["outstanding_principal"]) == ("written_off", "0.00", "0.00")
    assert (body["transaction"]["kind"], body["transaction"]["from_account"]) == ("loan_recovery", loan_account)
    assert entries_of_transaction(body["transaction"]["id"]) == [
        ("savings", "debit", 30000, 2, 70000),
        ("recoveries", "credit", 30000, None, None),
    ]
    assert balance_of(member_client, loan_account) == "700.00"
    assert recovered() == 300_00
    row = AuditEvent.objects.get(event="loan_recovery_posted")
    assert (row.user_id, row.details["amount"]) == (member.pk, "300.00")
    assert is_consistent()


def test_no_more_than_was_written_off_is_recovered(loan, signed_in, cashier):
    cashier_client = signed_in(cashier)
    repay_loan_over_http(cashier_client, loan, "300.00")
    before = row_counts()[:2]
    response = repay_loan_over_http(cashier_client, loan, "700.01")
    assert status_and_code(response) == (422, "overpayment")
    assert response.json()["details"] == {"settlement_amount": "700.00"}
    assert row_counts()[:2] == before
    assert post_loan_action(cashier_client, loan.pk, "settle").json()["transaction"]["amount"] == "700.00"
    assert status_and_code(repay_loan_over_http(cashier_client, loan, "0.01")) == (422, "loan_not_active")
    assert recovered() == 1000_00
    assert is_consistent()


def test_write_off_is_reversed_only_after_its_recoveries(loan, signed_in, cashier, manager):
    recovery = repay_loan_over_http(signed_in(cashier), loan, "300.00").json()["transaction"]["id"]
    manager_client = signed_in(manager)
    loan.refresh_from_db()
    response = reverse(manager_client, loan.write_off_id)
    assert response.json() == {"error": "Reverse the recoveries of this loan first.", "code": "not_reversible"}
    assert reverse(manager_client, recovery).status_code == 201
    assert (get_loan(manager_client, loan)["status"], recovered()) == ("written_off", 0)
    assert reverse(manager_client, loan.write_off_id).status_code == 201
    assert get_loan(manager_client, loan)["outstanding_principal"] == "1000.00"
    assert is_consistent()
