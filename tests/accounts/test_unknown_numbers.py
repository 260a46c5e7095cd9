"""Account numbers cannot be found by trying: refusals tell nothing of the target, and wrong guesses are limited."""

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
    """Numbers of every kind that a member might try: another's, closed, frozen, the bank's own, nobody's."""
    closed, frozen = (open_account(cashier_client, other_member.pk) for _ in range(2))
    assert manager_client.post(f"/api/accounts/{closed}/close/", {"reason": "moved"}).status_code == 200
    assert manager_client.post(f"/api/accounts/{frozen}/freeze/", {"reason": "asked"}).status_code == 200
    bank = Account.objects.get(code="vault").number
    return {"another's": other_account, "closed": closed, "frozen": frozen, "bank's": bank, "nobody's": UNKNOWN_ACCOUNT}


@pytest.fixture
def member_client(signed_in, member):
    return signed_in(member)


def answers_for(browser, source, targets, amount):
    """The different answers to the same transfer to each of the targets."""
    responses = [transfer(browser, source, target, amount) for target in targets.values()]
    return {(response.status_code, response.content) for response in responses}, responses[0]


def test_with_too_little_money_the_answer_is_the_same_whatever_the_target_is(
    cashier_client, member_client, account, targets
):
    deposit(cashier_client, account, "1.00")

    different, response = answers_for(member_client, account, targets, "1.01")

    assert len(different) == 1
    assert assert_error(response, 422, "insufficient_funds")["details"] == {"available": "1.00"}


@pytest.mark.parametrize(("status", "code"), [("frozen", "account_frozen"), ("closed", "account_closed")])
def test_from_an_account_that_pays_nothing_the_answer_is_the_same(
    cashier_client, member_client, account, targets, status, code
):
    deposit(cashier_client, account, "1.00")
    Account.objects.filter(number=account).update(status=status)

    different, response = answers_for(member_client, account, targets, "1.00")

    assert len(different) == 1
    assert status_and_code(response) == (422, code)


def test_beyond_the_limit_of_the_day_the_answer_is_the_same(settings, cashier_client, member_client, account, targets):
    settings.MEMBER_DAILY_TRANSFER_LIMIT = "1"
    deposit(cashier_client, account, "2.00")

    different, response = answers_for(member_client, account, targets, "1.01")

    assert len(different) == 1
    assert status_and_code(response) == (422, "limit_exceeded")


def test_with_money_the_banks_own_and_nobodys_are_not_found_alike_and_nothing_is_left(
    cashier_client, member_client, account, targets
):
    deposit(cashier_client, account, "10.00")
    before = row_counts()

    responses = [transfer(member_client, account, targets[kind], "0.01") for kind in ("bank's", "nobody's")]

    assert {(response.status_code, response.content) for response in responses} == {(404, responses[0].content)}
    assert (row_counts(), balance_of(member_client, account)) == (before, "10.00")
    assert status_and_code(transfer(member_client, account, targets["closed"], "0.01")) == (422, "account_closed")


def call_with_number(browser, product, own, loan, number):
    """Each way in which a member names a number, and the refusal of one that is not theirs."""
    asked = {"product": product.pk, "amount": "1000", "term_months": 4, "purpose": "Roof", "account": number}
    return {
        "transfer to it": (lambda: transfer(browser, own, number, "0.01"), 404),
        "transfer from it": (lambda: transfer(browser, number, own, "0.01"), 404),
        "the account": (lambda: browser.get(f"/api/accounts/{number}/"), 404),
        "its entries": (lambda: browser.get(f"/api/accounts/{number}/entries/"), 404),
        "its statement": (lambda: browser.get(f"/api/accounts/{number}/statement/"), 404),
        "its transactions": (lambda: browser.get(f"/api/transactions/?account={number}"), 404),
        "a loan's account": (lambda: browser.post("/api/loans/", asked), 400),
        "a repayment": (lambda: repay_loan_over_http(browser, loan, "1.00", number), 404),
    }


WAYS = [
    "transfer to it", "transfer from it", "the account", "its entries", "its statement", "its transactions",
    "a loan's account", "a repayment",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_each_way_to_name_a_number_counts(
    settings, cashier_client, member_client, member, cashier, manager, account, way
):
    set_rates(settings, unknown_account="2/hour")
    loan = create_loan(member, account, "active", decided_by=manager, paid_out_by=cashier, product=create_product())
    call, status = call_with_number(member_client, loan.product, account, loan, UNKNOWN_ACCOUNT)[way]

    assert [call().status_code for _ in range(2)] == [status] * 2
    response = call()
    assert_error(response, 429, "throttled")
    assert 0 < int(response.headers["Retry-After"]) <= 2 * 3600


def test_who_has_named_too_many_unknown_numbers_finds_none_that_exists_either(
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

    assert transfer(member_client, account, second, "0.01").status_code == 201
    assert member_client.get(f"/api/accounts/{account}/statement/").status_code == 200
    assert status_and_code(transfer(member_client, account, other_account, "10.00")) == (422, "insufficient_funds")


def test_limit_is_over_after_its_time(settings, clock, cashier_client, member_client, account, other_account):
    set_rates(settings, unknown_account="1/minute")
    deposit(cashier_client, account, "10.00")
    assert [transfer(member_client, account, UNKNOWN_ACCOUNT, "0.01").status_code for _ in range(2)] == [404, 429]
    assert_error(response := transfer(member_client, account, other_account, "0.01"), 429, "throttled")

    clock.shift(int(response.headers["Retry-After"]))

    assert transfer(member_client, account, other_account, "0.01").status_code == 201


def test_limit_is_each_members_own_and_staff_have_none(
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


def test_number_with_wrong_check_digits_is_refused_by_its_field_and_counts_for_nothing(
    settings, cashier_client, member_client, member, cashier, manager, account
):
    set_rates(settings, unknown_account="1/hour")
    loan = create_loan(member, account, "active", decided_by=manager, paid_out_by=cashier, product=create_product())
    asked = {"product": loan.product_id, "amount": "1000", "term_months": 4, "purpose": "Roof", "account": WRONG_DIGITS}
    cash = {"account": WRONG_DIGITS, "amount": "1.00"}
    before = row_counts()

    responses = {
        "to_account": transfer(member_client, account, WRONG_DIGITS, "1.00"),
        "from_account": transfer(member_client, WRONG_DIGITS, account, "1.00"),
        "account": member_client.post("/api/loans/", asked),
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


def test_absent_number_of_the_tests_is_one_in_form():
    assert UNKNOWN_ACCOUNT[:10] + check_digits(UNKNOWN_ACCOUNT[:10]) == UNKNOWN_ACCOUNT
