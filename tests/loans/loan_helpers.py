"""Loans in tests: asked of over HTTP, and brought further by the services where the way is not the point."""

from accounts.enums import AccountType
from accounts.services import bank_account, open_account
from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from loans.models import Loan
from loans.services.servicing import repay_loan, write_off_loan
from tests.api_payments import idempotency_headers
from transactions.ledger.balances import bank_balance
from transactions.ledger.integrity import find_inconsistency
from transactions.payments.services import post_deposit, reverse_transaction


def open_funded_account(owner, cashier, amount=0):
    """The number of a new account, with that much on it (minor units)."""
    options = {"kind": AccountType.SAVINGS, "name": "", "currency": "USD", "client": SYSTEM_CLIENT}
    number = open_account(actor=cashier, owner_id=owner.pk, **options).number
    if amount:
        post_cash_deposit(number, amount, cashier)
    return number


def post_cash_deposit(number, amount, cashier):
    options = {"number": number, "amount": amount, "description": "", "client": SYSTEM_CLIENT}
    return atomic_with_retry(post_deposit)(actor=cashier, **options)


def post_repayment(loan, amount, cashier, number=None):
    """The transaction of a repayment in cash, or from an account of the borrower."""
    options = {"loan_id": loan.pk, "amount": amount, "from_number": number, "client": SYSTEM_CLIENT}
    return atomic_with_retry(repay_loan)(actor=cashier, **options)[1]


def post_write_off(loan, manager):
    """The transaction of a write-off."""
    return atomic_with_retry(write_off_loan)(actor=manager, loan_id=loan.pk, reason="gone", client=SYSTEM_CLIENT)[1]


def post_reversal(transaction, manager):
    """Its reversal."""
    options = {"transaction_id": transaction.pk, "reason": "entered twice", "client": SYSTEM_CLIENT}
    return atomic_with_retry(reverse_transaction)(actor=manager, **options)


def post_loan_action(browser, loan_id, verb, body=None, key=None):
    """`POST /api/loans/{id}/{verb}/`; with a key of its own where money moves."""
    headers = idempotency_headers(key) if verb in {"disburse", "repay", "write-off"} else None
    return browser.post(f"/api/loans/{loan_id}/{verb}/", body, headers=headers)


def repay_loan_over_http(browser, loan, amount, source=None, key=None):
    return post_loan_action(
        browser, loan.pk, "repay", {"amount": amount} | ({"from_account": source} if source else {}), key
    )


def get_loan(browser, loan):
    response = browser.get(f"/api/loans/{loan.pk}/")
    assert response.status_code == 200, response.content
    return response.json()


def get_schedule(browser, loan):
    """`(paid, status)` of each row."""
    rows = browser.get(f"/api/loans/{loan.pk}/schedule/").json()
    return [(row["paid"], row["status"]) for row in rows]


def loans_receivable():
    """What the ledger holds against borrowers, in minor units."""
    return -bank_balance(bank_account(AccountType.LOANS_RECEIVABLE))


def interest_income():
    return bank_balance(bank_account(AccountType.INTEREST_INCOME))


def is_consistent():
    """Whether ledger and loans say the same, and `verify_ledger` finds nothing."""
    loans = list(Loan.objects.select_related("account"))
    assert loans_receivable() == sum(loan.outstanding_principal for loan in loans)
    assert interest_income() == sum(loan.interest_paid for loan in loans)
    running = [loan.account_id for loan in loans if loan.status == "active"]
    assert all(loan.account.open_loan_count == running.count(loan.account_id) for loan in loans)
    assert find_inconsistency() is None
    return True
