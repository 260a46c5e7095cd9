"""The payoff amount of a loan by day, and the repayment of it: interest is due up to that day only."""

import pytest

from accounts.models import Account
from tests.api_payments import balance_of
from tests.loan_factories import create_product
from tests.loans.loan_helpers import (
    get_loan,
    get_schedule,
    interest_income,
    is_consistent,
    post_cash_deposit,
    post_repayment,
    repay_loan_over_http,
)
from tests.transactions.assertions import entries_of_transaction, status_and_code


@pytest.fixture
def loan(make_loan):
    return make_loan("active", amount=12_000_00, months=4)


def move_to(clock, day):
    clock.move_to(f"{day}T09:00:00Z")


@pytest.mark.parametrize(
    ("day", "thirty", "actual"),
    [
        ("2026-03-01", "12000.00", "12000.00"),
        ("2026-03-11", "12080.00", "12078.90"),  # 10 days of 0.24/360; of 0.24/365
        ("2026-03-31", "12232.00", "12236.71"),  # the 31st counts as the 30th
        ("2026-04-01", "12240.00", "12244.60"),
        ("2026-04-16", "12360.00", "12362.96"),  # 15 more days on 12,000.00, because nothing is paid
        ("2026-07-01", "12960.00", "12962.62"),
        ("2027-07-01", "15840.00", "15842.62"),  # a year more on 12,000.00
    ],
)
def test_payoff_amount_includes_interest_up_to_the_day(clock, make_loan, signed_in, member, day, thirty, actual):
    terms = {"amount": 12_000_00, "months": 4}
    loans = [
        make_loan("active", product=create_product(name=name, day_count=name), **terms)
        for name in ("30/360", "actual/365")
    ]
    move_to(clock, day)
    member_client = signed_in(member)
    assert [get_loan(member_client, loan)["settlement_amount"] for loan in loans] == [thirty, actual]


@pytest.mark.parametrize(
    ("day", "thirty", "actual"),
    [
        ("2026-04-16", "12330.89", "12334.28"),  # 15 days on the scheduled balance of 9088.51, or 9092.75
        ("2026-07-01", "12605.94", "12609.66"),
        ("2027-07-01", "12605.94", "12609.66"),
    ],
)
def test_payoff_amount_without_overdue_interest_is_what_was_agreed(
    clock, make_loan, signed_in, member, day, thirty, actual
):
    terms = {"amount": 12_000_00, "months": 4}
    loans = [
        make_loan("active", product=create_product(name=name, day_count=name, overdue_interest=False), **terms)
        for name in ("30/360", "actual/365")
    ]
    move_to(clock, day)
    member_client = signed_in(member)
    assert [get_loan(member_client, loan)["settlement_amount"] for loan in loans] == [thirty, actual]


def test_payoff_amount_of_a_flat_loan_includes_interest_on_the_whole_amount(clock, make_loan, signed_in, member):
    loan = make_loan("active", amount=12_000_00, months=4, product=create_product(name="Flat", method="flat"))
    move_to(clock, "2026-05-16")
    assert get_loan(signed_in(member), loan)["settlement_amount"] == "12600.00"


def test_repaying_the_payoff_amount_closes_the_loan(clock, loan, loan_account, cashier, member, signed_in):
    post_cash_deposit(loan_account, 500_00, cashier)
    move_to(clock, "2026-04-16")
    member_client = signed_in(member)
    body = repay_loan_over_http(member_client, loan, "12360.00").json()
    transaction_id = body["transaction"]["id"]

    assert (body["status"], body["closed_at"]) == ("repaid", "2026-04-16T09:00:00.000000Z")
    assert (body["outstanding_principal"], body["principal_paid"]) == ("0.00", "12000.00")
    assert (body["interest_paid"], body["settlement_amount"], body["next_due"]) == ("360.00", None, None)
    assert body["days_late"] == 0
    assert entries_of_transaction(transaction_id)[1:] == [
        ("loans_receivable", "credit", 1200000, None, None),
        ("interest_income", "credit", 36000, None, None),
    ]
    assert balance_of(member_client, loan_account) == "140.00"
    assert {status for _, status in get_schedule(member_client, loan)} == {"paid"}
    assert Account.objects.get(number=loan_account).open_loan_count == 0
    assert status_and_code(repay_loan_over_http(member_client, loan, "0.01")) == (422, "loan_not_active")
    assert is_consistent()


def test_repaying_every_instalment_closes_the_loan(clock, loan, cashier, member, signed_in):
    for day, amount in [("2026-04-01", 3151_49), ("2026-05-01", 3151_49), ("2026-06-01", 3151_49)]:
        move_to(clock, day)
        post_repayment(loan, amount, cashier)
    move_to(clock, "2026-07-01")
    member_client = signed_in(member)
    assert get_loan(member_client, loan)["settlement_amount"] == "3151.47"
    post_repayment(loan, 3151_47, cashier)
    assert get_loan(member_client, loan)["status"] == "repaid"
    assert interest_income() == 605_94
    assert is_consistent()


def test_prepayment_and_payoff_on_the_day_of_the_disbursement_cost_no_interest(
    clock, loan, loan_account, member, signed_in
):
    member_client = signed_in(member)
    repay_loan_over_http(member_client, loan, "3151.49")
    body = repay_loan_over_http(member_client, loan, "8848.51").json()
    assert (body["status"], body["principal_paid"], body["interest_paid"]) == ("repaid", "12000.00", "0.00")
    assert entries_of_transaction(body["transaction"]["id"]) == [
        ("savings", "debit", 884851, 3, 0),
        ("loans_receivable", "credit", 884851, None, None),
    ]
    assert (interest_income(), balance_of(member_client, loan_account)) == (0, "0.00")
    assert is_consistent()


def test_interest_of_a_late_payment_is_paid_before_principal(clock, loan, cashier, member, signed_in):
    move_to(clock, "2026-12-24")
    post_repayment(loan, 100_00, cashier)
    assert get_loan(signed_in(member), loan)["settlement_amount"] == "14244.00"  # 344 days at 8.00, less 100.00


def test_overpayment_error_contains_the_payoff_amount_of_today(clock, loan, manager, signed_in):
    move_to(clock, "2026-03-11")
    manager_client = signed_in(manager)
    response = repay_loan_over_http(manager_client, loan, "12080.01")
    assert response.json() == {
        "error": "12080.00 USD would settle this loan today.",
        "code": "overpayment",
        "details": {"settlement_amount": "12080.00"},
    }
    assert repay_loan_over_http(manager_client, loan, "12080.00").json()["status"] == "repaid"


def test_payoff_amount_of_an_interest_free_loan_is_the_principal(clock, make_loan, signed_in, cashier):
    loan = make_loan("active", product=create_product(name="Free", rate_millionths=0))
    move_to(clock, "2026-08-08")
    body = repay_loan_over_http(signed_in(cashier), loan, "1000.00").json()
    assert (body["status"], body["interest_paid"]) == ("repaid", "0.00")
    assert is_consistent()
