"""Helpers for tests of loans: requests over HTTP, postings by the services, and checks of the ledger."""

from accounts.enums import AccountType
from accounts.services import bank_account, open_account
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from loans.models import Loan
from loans.services.repayment import repay_loan
from loans.services.write_off import write_off_loan
from tests.api_payments import idempotency_headers
from transactions.ledger.balances import bank_balance
from transactions.ledger.integrity import find_inconsistency
from transactions.payments.services import post_deposit, reverse_transaction


def open_funded_account(owner, cashier, amount=0):
    """Opens an account with a balance in minor units; returns its number."""
    options = {"kind": AccountType.SAVINGS, "name": "", "currency": "USD", "client": SYSTEM_CLIENT}
    number = open_account(actor=cashier, owner_id=owner.pk, **options).number
    if amount:
        post_cash_deposit(number, amount, cashier)
    return number


def post_cash_deposit(number, amount, cashier):
    options = {"number": number, "amount": amount, "description": "", "client": SYSTEM_CLIENT}
    return atomic_with_retry(post_deposit)(actor=cashier, **options)


def post_repayment(loan, amount, cashier, number=None):
    """Posts a repayment in cash, or from an account of the borrower; returns its transaction."""
    options = {"loan_id": loan.pk, "amount": amount, "from_number": number, "client": SYSTEM_CLIENT}
    return atomic_with_retry(repay_loan)(actor=cashier, **options)[1]


def post_write_off(loan, manager):
    """Posts a write-off; returns its transaction."""
    return atomic_with_retry(write_off_loan)(actor=manager, loan_id=loan.pk, reason="gone", client=SYSTEM_CLIENT)[1]


def post_reversal(transaction, manager):
    """Posts the reversal of a transaction; returns the reversal."""
    options = {"transaction_id": transaction.pk, "reason": "entered twice", "client": SYSTEM_CLIENT}
    return atomic_with_retry(reverse_transaction)(actor=manager, **options)


def post_loan_action(browser, loan_id, action, body=None, key=None):
    """`POST /api/loans/{id}/{action}/`; with an idempotency key if the action posts a transaction."""
    headers = idempotency_headers(key) if action in {"disburse", "repay", "settle", "write-off"} else None
    return browser.post(f"/api/loans/{loan_id}/{action}/", body, headers=headers)


def repay_loan_over_http(browser, loan, amount, source=None, key=None):
    return post_loan_action(
        browser, loan.pk, "repay", {"amount": amount} | ({"from_account": source} if source else {}), key
    )


def get_loan(browser, loan):
    response = browser.get(f"/api/loans/{loan.pk}/")
    assert response.status_code == 200, response.content
    return response.json()


def get_schedule(browser, loan):
    """`(paid, status)` of each instalment."""
    rows = browser.get(f"/api/loans/{loan.pk}/schedule/").json()
    return [(row["paid"], row["status"]) for row in rows]


def loans_receivable():
    """The loans receivable in the ledger, in minor units."""
    return -bank_balance(bank_account(AccountType.LOANS_RECEIVABLE))


def interest_income():
    return bank_balance(bank_account(AccountType.INTEREST_INCOME))


def is_consistent():
    """Whether the ledger matches the loans, and `verify_ledger` finds no inconsistency."""
    loans = list(Loan.objects.select_related("account"))
    assert loans_receivable() == sum(loan.outstanding_principal for loan in loans)
    assert interest_income() == sum(loan.interest_paid for loan in loans)
    active_accounts = [loan.account_id for loan in loans if loan.status == "active"]
    assert all(loan.account.open_loan_count == active_accounts.count(loan.account_id) for loan in loans)
    assert find_inconsistency() is None
    return True
