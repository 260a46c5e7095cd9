"""Disbursements and repayments of loans."""

from loans.models import Loan
from tests.api_payments import idempotency_headers
from tests.contract.query_budget_cases.cost import ok
from tests.contract.query_budget_cases.payments import sign_in_with_accounts
from tests.contract.query_budget_cases.sign_in import sign_in
from tests.loan_factories import create_loan


def create_member_loan(browser, person, status):
    """A member's loan in this state, and the number of the account that pays it."""
    numbers, owners = sign_in_with_accounts(browser, person)
    return create_loan(owners[0], numbers[0], status, decided_by=person, paid_out_by=person), numbers[0]


def loan_disbursement(browser, person):
    loan, _ = create_member_loan(browser, person, "approved")
    Loan.objects.filter(pk=loan.pk).update(decided_by=loan.borrower)  # not the person who disburses it
    return lambda: ok(browser.post(f"/api/loans/{loan.pk}/disburse/", headers=idempotency_headers()), 201)


def loan_repayment(browser, person):
    loan, _ = create_member_loan(browser, person, "active")
    return lambda: ok(
        browser.post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers()), 201
    )


def loan_repayment_from_account(browser, person):
    """A member repays from the account of the loan."""
    loan, _ = create_member_loan(browser, person, "active")
    member_client = sign_in(loan.borrower)
    return lambda: ok(
        member_client.post(f"/api/loans/{loan.pk}/repay/", {"amount": "10.00"}, headers=idempotency_headers()), 201
    )


def loan_settlement(browser, person):
    loan, _ = create_member_loan(browser, person, "active")
    return lambda: ok(browser.post(f"/api/loans/{loan.pk}/settle/", headers=idempotency_headers()), 201)
