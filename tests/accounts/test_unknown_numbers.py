"""Account numbers cannot be enumerated: errors do not depend on the target, and wrong guesses are limited."""

import pytest

from accounts.models import Account
from accounts.numbers import check_digits
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, deposit, idempotency_headers, open_account, transfer
from tests.contract.error_assertions import assert_error
from tests.loan_factories import create_loan, create_product
from tests.loans.loan_helpers import repay_loan_over_http
from tests.rate_limit_settings import set_rates
from tests.transactions.assertions import row_counts, status_and_code

WRONG_DIGITS = "999999999950"


@pytest.fixture
def targets(cashier_client, manager_client, other_member, account, other_account):
    """Account numbers by case: another member's, closed, frozen, the bank's own, unknown."""
    closed, frozen = (open_account(cashier_client, other_member.pk) for _ in range(2))
    assert manager_client.post(f"/api/accounts/{closed}/close/", {"reason": "moved"}).status_code == 200
    assert manager_client.post(f"/api/accounts/{frozen}/freeze/", {"reason": "asked"}).status_code == 200
    bank_account = Account.objects.get(code="vault").number
    return {
        "another's": other_account,
        "closed": closed,
        "frozen": frozen,
        "bank's": bank_account,
        "unknown": UNKNOWN_ACCOUNT,
    }


@pytest.fixture
def member_client(signed_in, member):
    return signed_in(member)


def distinct_responses(browser, source, targets, amount):
    """The distinct responses to the same transfer to each target, and the first response."""
    responses = [transfer(browser, source, target, amount) for target in targets.values()]
    return {(response.status_code, response.content) for response in responses}, responses[0]


def test_transfer_with_insufficient_funds_returns_the_same_error_for_every_target(
    cashier_client, member_client, account, targets
):
    deposit(cashier_client, account, "1.00")

    distinct, response = distinct_responses(member_client, account, targets, "1.01")

    assert len(distinct) == 1
    assert assert_error(response, 422, "insufficient_funds")["details"] == {"available": "1.00"}


@pytest.mark.parametrize(("status", "code"), [("frozen", "account_frozen"), ("closed", "account_closed")])
def test_transfer_from_frozen_or_closed_account_returns_the_same_error_for_every_target(
    cashier_client, member_client, account, targets, status, code
):
    deposit(cashier_client, account, "1.00")
    Account.objects.filter(number=account).update(status=status)

    distinct, response = distinct_responses(member_client, account, targets, "1.00")

    assert len(distinct) == 1
    assert status_and_code(response) == (422, code)


def test_transfer_beyond_the_daily_limit_returns_the_same_error_for_every_target(
    settings, cashier_client, member_client, account, targets
):
    settings.MEMBER_DAILY_TRANSFER_LIMIT = "1"
    deposit(cashier_client, account, "2.00")

    distinct, response = distinct_responses(member_client, account, targets, "1.01")

    assert len(distinct) == 1
    assert status_and_code(response) == (422, "limit_exceeded")


def test_transfer_to_bank_or_unknown_account_returns_the_same_404_and_writes_nothing(
    cashier_client, member_client, account, targets
):
    deposit(cashier_client, account, "10.00")
    before = row_counts()

    responses = [transfer(member_client, account, targets[kind], "0.01") for kind in ("bank's", "unknown")]

    assert {(response.status_code, response.content) for response in responses} == {(404, responses[0].content)}
    assert (row_counts(), balance_of(member_client, account)) == (before, "10.00")
    assert status_and_code(transfer(member_client, account, targets["closed"], "0.01")) == (422, "account_closed")


def requests_with_number(browser, product, own_account, loan, number):
    """By kind of request: a request of a member that contains the number, and the status for an unknown number."""
    application = {"product": product.pk, "amount": "1000", "term_months": 4, "purpose": "Roof", "account": number}
    return {
        "transfer to": (lambda: transfer(browser, own_account, number, "0.01"), 404),
        "transfer from": (lambda: transfer(browser, number, own_account, "0.01"), 404),
        "account": (lambda: browser.get(f"/api/accounts/{number}/"), 404),
        "payee": (lambda: browser.get(f"/api/accounts/{number}/payee/"), 404),
        "entries": (lambda: browser.get(f"/api/accounts/{number}/entries/"), 404),
        "statement": (lambda: browser.get(f"/api/accounts/{number}/statement/"), 404),
        "statement as CSV": (lambda: browser.get(f"/api/accounts/{number}/statement.csv"), 404),
        "statement as PDF": (lambda: browser.get(f"/api/accounts/{number}/statement.pdf"), 404),
        "transactions": (lambda: browser.get(f"/api/transactions/?account={number}"), 404),
        "loan application": (lambda: browser.post("/api/loans/", application), 400),
        "repayment": (lambda: repay_loan_over_http(browser, loan, "1.00", number), 404),
    }


REQUESTS = [
    "transfer to", "transfer from", "account", "payee", "entries", "statement", "statement as CSV", "statement as PDF",
    "transactions", "loan application", "repayment",
]  # fmt: skip


@pytest.mark.parametrize("kind", REQUESTS)
def test_every_request_with_an_unknown_number_counts_towards_the_limit(
    settings, cashier_client, member_client, member, cashier, manager, account, kind
):
    set_rates(settings, unknown_account="2/hour")
    loan = create_loan(member, account, "active", decided_by=manager, paid_out_by=cashier, product=create_product())
    call, status = requests_with_number(member_client, loan.product, account, loan, UNKNOWN_ACCOUNT)[kind]

    assert [call().status_code for _ in range(2)] == [status] * 2
    response = call()
    assert_error(response, 429, "throttled")
    assert 0 < int(response.headers["Retry-After"]) <= 2 * 3600


def test_member_over_the_limit_cannot_reach_existing_foreign_accounts(
    settings, cashier_client, member_client, member, account, other_account
):
    set_rates(settings, unknown_account="3/hour")
    deposit(cashier_client, account, "10.00")
    second = open_account(cashier_client, member.pk)
    assert [transfer(member_client, account, UNKNOWN_ACCOUNT, "0.01").status_code for _ in range(4)] == [
        404,
        404,
        404,
        429,
    ]

    assert_error(transfer(member_client, account, other_account, "0.01"), 429, "throttled")
    assert_error(member_client.get(f"/api/accounts/{other_account}/"), 429, "throttled")
    assert_error(member_client.get(f"/api/accounts/{other_account}/payee/"), 429, "throttled")

    assert transfer(member_client, account, second, "0.01").status_code == 201
    assert member_client.get(f"/api/accounts/{account}/statement/").status_code == 200
    assert status_and_code(transfer(member_client, account, other_account, "10.00")) == (422, "insufficient_funds")


def test_limit_of_unknown_numbers_ends_after_retry_after(
    settings, clock, cashier_client, member_client, account, other_account
):
    set_rates(settings, unknown_account="1/minute")
    deposit(cashier_client, account, "10.00")
    assert [transfer(member_client, account, UNKNOWN_ACCOUNT, "0.01").status_code for _ in range(2)] == [404, 429]
    assert_error(response := transfer(member_client, account, other_account, "0.01"), 429, "throttled")

    clock.shift(int(response.headers["Retry-After"]))

    assert transfer(member_client, account, other_account, "0.01").status_code == 201


def test_limit_of_unknown_numbers_is_per_member_and_exempts_staff(
    settings, cashier_client, member_client, signed_in, other_member, account, other_account
):
    set_rates(settings, unknown_account="1/hour")
    deposit(cashier_client, other_account, "10.00")
    assert [member_client.get(f"/api/accounts/{UNKNOWN_ACCOUNT}/").status_code for _ in range(2)] == [404, 429]

    assert transfer(signed_in(other_member), other_account, account, "0.01").status_code == 201
    for _ in range(3):
        assert cashier_client.get(f"/api/accounts/{UNKNOWN_ACCOUNT}/").status_code == 404
        assert transfer(cashier_client, other_account, UNKNOWN_ACCOUNT, "0.01").status_code == 404
        assert deposit(cashier_client, UNKNOWN_ACCOUNT, "0.01").status_code == 404


def test_number_with_wrong_check_digits_is_rejected_by_field_and_not_counted(
    settings, cashier_client, member_client, member, cashier, manager, account
):
    set_rates(settings, unknown_account="1/hour")
    loan = create_loan(member, account, "active", decided_by=manager, paid_out_by=cashier, product=create_product())
    application = {
        "product": loan.product_id,
        "amount": "1000",
        "term_months": 4,
        "purpose": "Roof",
        "account": WRONG_DIGITS,
    }
    cash = {"account": WRONG_DIGITS, "amount": "1.00"}
    before = row_counts()

    responses = {
        "to_account": transfer(member_client, account, WRONG_DIGITS, "1.00"),
        "from_account": transfer(member_client, WRONG_DIGITS, account, "1.00"),
        "account": member_client.post("/api/loans/", application),
    }
    for field, response in responses.items():
        fields = assert_error(response, 400, "invalid_request")["fields"]
        assert fields == {field: ["This is not a valid account number. Please check its digits."]}
    assert status_and_code(repay_loan_over_http(member_client, loan, "1.00", WRONG_DIGITS)) == (400, "invalid_request")
    for path in ("deposit", "withdraw"):
        assert status_and_code(
            cashier_client.post(f"/api/transactions/{path}/", cash, headers=idempotency_headers())
        ) == (400, "invalid_request")
    assert row_counts() == before
    assert member_client.get(f"/api/accounts/{UNKNOWN_ACCOUNT}/").status_code == 404


def test_unknown_account_number_of_the_tests_has_valid_check_digits():
    assert UNKNOWN_ACCOUNT[:10] + check_digits(UNKNOWN_ACCOUNT[:10]) == UNKNOWN_ACCOUNT
