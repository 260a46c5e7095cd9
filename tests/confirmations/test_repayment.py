"""Which repayments of a member need a confirmation, and what its summary shows."""

import pytest

from loans.models import Loan
from tests.confirmed_requests import ApiCall, confirmed, create, send
from tests.loan_factories import create_loan
from tests.second_factors import expect
from transactions.models import Transaction


@pytest.fixture
def loan(clock, funded, member, manager, cashier):
    """A loan of 3,000.00."""
    return create_loan(member, funded, "active", decided_by=manager, paid_out_by=cashier, amount=3000_00, months=3)


def repay(loan, amount, key="r-1", **extra):
    return ApiCall("POST", f"/api/loans/{loan.pk}/repay/", {"amount": amount, **extra}, key)


def settle(loan, key="s-1"):
    return ApiCall("POST", f"/api/loans/{loan.pk}/settle/", {}, key)


@pytest.mark.parametrize(("amount", "status"), [("999.99", 201), ("1000.00", 401)])
def test_repayment_of_the_step_up_amount_needs_a_confirmation(member_client, loan, amount, status):
    expect(send(member_client, repay(loan, amount)), status)


def test_step_up_amount_of_zero_asks_for_no_repayment(member_client, loan, settings):
    settings.STEP_UP_AMOUNT = "0"
    expect(send(member_client, repay(loan, "2000.00")), 201)


def test_confirmed_repayment_is_posted(member_client, secret, loan):
    call = repay(loan, "2000.00")
    expect(send(member_client, call, confirmed(member_client, call, secret)), 201)


def test_settlement_needs_a_confirmation(member_client, secret, loan):
    call = settle(loan)
    expect(send(member_client, call), 401, "step_up_required")
    assert not Transaction.objects.filter(kind="loan_repayment").exists()
    expect(send(member_client, call, confirmed(member_client, call, secret)), 201)
    assert Loan.objects.get().status == "repaid"


def test_recovery_needs_a_confirmation(member_client, secret, loan, manager):
    from core.client_info import SYSTEM_CLIENT
    from core.db.transactions import atomic_with_retry
    from loans.services.write_off import write_off_loan

    atomic_with_retry(write_off_loan)(actor=manager, loan_id=loan.pk, reason="bankrupt", client=SYSTEM_CLIENT)
    call = repay(loan, "1000.00")
    expect(send(member_client, call), 401, "step_up_required")
    expect(send(member_client, call, confirmed(member_client, call, secret)), 201)
    assert Transaction.objects.filter(kind="loan_recovery").exists()


def test_repayment_by_staff_needs_no_confirmation(manager_client, loan):
    expect(send(manager_client, repay(loan, "2000.00")), 201)


def test_error_of_the_repayment_comes_before_the_confirmation(member_client, loan):
    expect(send(member_client, repay(loan, "9000.00")), 422, "overpayment")
    expect(send(member_client, repay(loan, "2000.00", "r-2", from_account="999999999951")), 404)


def test_summary_shows_amount_source_and_loan(member_client, loan, funded):
    party = {"number": funded, "name": "Maria Member"}
    facts = {"currency": "USD", "from_account": party, "loan": {"id": loan.pk, "borrower": "Maria Member"}}
    assert expect(create(member_client, repay(loan, "2000.00")), 201)["summary"] == {"amount": "2000.00", **facts}
    assert expect(create(member_client, settle(loan)), 201)["summary"] == {"amount": "3000.00", **facts}


def test_summary_of_a_repayment_that_will_be_refused_shows_the_amount_sent(member_client, loan):
    assert expect(create(member_client, repay(loan, "9000.00")), 201)["summary"]["amount"] == "9000.00"


def test_foreign_loan_is_404(member_client, loan, other_member, signed_in, other_account, secret):
    type(loan).objects.filter(pk=loan.pk).update(borrower=other_member)
    expect(create(member_client, repay(loan, "2000.00")), 404, "not_found")
