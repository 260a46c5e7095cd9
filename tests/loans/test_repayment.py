"""Repayments: who pays from where, and what is paid: the oldest instalment first, its interest, its principal."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from loans.models import Loan
from tests.api_payments import UNKNOWN_ACCOUNT, balance_of, reverse
from tests.loans.loan_helpers import (
    get_loan,
    get_schedule,
    is_consistent,
    open_funded_account,
    post_loan_action,
    repay_loan_over_http,
)
from tests.transactions.assertions import entries_of_transaction, list_entries, row_counts, status_and_code
from users.models import User


@pytest.fixture
def loan(make_loan):
    """12,000 over 4 months, on the account: 3151.49 a month, of the first 240.00 interest."""
    return make_loan("active", amount=12_000_00, months=4)


@pytest.fixture
def member_client(loan, signed_in, member):
    return signed_in(member)


@pytest.fixture
def cashier_client(loan, signed_in, cashier):
    return signed_in(cashier)


def test_a_member_pays_from_the_loans_account_unless_another_is_named(member_client, loan, loan_account, member):
    before = get_loan(member_client, loan)
    response = repay_loan_over_http(member_client, loan, "3151.49")
    moved = response.json()["transaction"]

    assert response.status_code == 201
    assert response.json() == before | {
        "outstanding_principal": "9088.51",
        "principal_paid": "2911.49",
        "interest_paid": "240.00",
        "settlement_amount": "8848.51",  # of the same day: what was paid ahead in interest counts
        "next_due": {"number": 2, "due_date": "2026-05-01", "amount": "3151.49"},
        "transaction": {
            "id": moved["id"],
            "kind": "loan_repayment",
            "status": "posted",
            "amount": "3151.49",
            "currency": "USD",
            "description": f"Loan {loan.pk}",
            "from_account": loan_account,
            "to_account": None,
            "booked_at": "2026-03-01T12:00:00.000000Z",
            "value_date": "2026-03-01",
            "created_by": member.pk,
            "reverses": None,
            "reversed_by": None,
        },
    }
    assert {k: v for k, v in response.json().items() if k != "transaction"} == get_loan(member_client, loan)
    assert entries_of_transaction(moved["id"]) == [
        ("savings", "debit", 315149, 2, 884851),
        ("loans_receivable", "credit", 291149, None, None),
        ("interest_income", "credit", 24000, None, None),
    ]
    assert (
        list_entries(member_client, loan_account)[0]["kind"],
        list_entries(member_client, loan_account)[0]["amount"],
    ) == ("loan_repayment", "3151.49")
    assert is_consistent()


def test_a_member_pays_from_another_account_of_their_own(member_client, loan, loan_account, member, cashier):
    other = open_funded_account(member, cashier, 100_00)
    response = repay_loan_over_http(member_client, loan, "60.00", other)
    assert response.json()["transaction"]["from_account"] == other
    assert [balance_of(member_client, number) for number in (loan_account, other)] == ["12000.00", "40.00"]
    assert is_consistent()


def test_from_a_strangers_account_nothing_is_paid_by_anybody(
    member_client, cashier_client, loan, other_member, cashier
):
    theirs = open_funded_account(other_member, cashier, 100_00)
    for browser in (member_client, cashier_client):
        responses = [repay_loan_over_http(browser, loan, "10.00", number) for number in (theirs, UNKNOWN_ACCOUNT)]
        assert [status_and_code(response) for response in responses] == [(404, "not_found")] * 2
        assert responses[0].content == responses[1].content
    assert Account.objects.get(number=theirs).balance == 100_00


def test_a_cashier_takes_cash_into_the_till(cashier_client, loan, loan_account, cashier):
    moved = repay_loan_over_http(cashier_client, loan, "100.00").json()["transaction"]
    assert (moved["from_account"], moved["created_by"]) == (None, cashier.pk)
    assert entries_of_transaction(moved["id"]) == [
        ("till", "debit", 10000, None, None),
        ("interest_income", "credit", 10000, None, None),
    ]
    assert balance_of(cashier_client, loan_account) == "12000.00"
    assert is_consistent()


def test_a_cashier_takes_it_from_an_account_of_the_borrower(cashier_client, loan, loan_account):
    assert (
        repay_loan_over_http(cashier_client, loan, "100.00", loan_account).json()["transaction"]["from_account"]
        == loan_account
    )
    assert balance_of(cashier_client, loan_account) == "11900.00"


def test_a_part_goes_to_interest_first_and_then_to_principal(member_client, loan):
    for amount, first, sums in [
        ("239.99", ("239.99", "partly_paid"), ("0.00", "239.99")),
        ("0.01", ("240.00", "partly_paid"), ("0.00", "240.00")),
        ("2911.48", ("3151.48", "partly_paid"), ("2911.48", "240.00")),
        ("0.01", ("3151.49", "paid"), ("2911.49", "240.00")),
    ]:
        body = repay_loan_over_http(member_client, loan, amount).json()
        assert (body["principal_paid"], body["interest_paid"]) == sums
        assert get_schedule(member_client, loan) == [first] + [("0.00", "upcoming")] * 3
    assert get_loan(member_client, loan)["next_due"]["number"] == 2
    assert is_consistent()


def test_one_payment_pays_several_instalments_oldest_first(member_client, loan):
    body = repay_loan_over_http(
        member_client, loan, "6500.00"
    ).json()  # two instalments of 3151.49, and 197.02 of the third
    assert (body["principal_paid"], body["interest_paid"]) == ("5955.85", "544.15")
    rows = [("3151.49", "paid"), ("3151.49", "paid"), ("197.02", "partly_paid"), ("0.00", "upcoming")]
    assert get_schedule(member_client, loan) == rows
    assert body["next_due"] == {"number": 3, "due_date": "2026-06-01", "amount": "2954.47"}


def test_more_than_would_settle_it_is_refused_with_what_would(member_client, loan):
    response = repay_loan_over_http(member_client, loan, "12000.01")
    assert response.status_code == 422
    assert response.json() == {
        "error": "12000.00 USD would settle this loan today.",
        "code": "overpayment",
        "details": {"settlement_amount": "12000.00"},
    }
    assert get_loan(member_client, loan)["settlement_amount"] == "12000.00"


def test_what_is_not_on_the_account_is_not_paid(member_client, loan, member, cashier):
    other = open_funded_account(member, cashier, 99_99)
    before = row_counts()[:2]
    assert status_and_code(repay_loan_over_http(member_client, loan, "100.00", other)) == (422, "insufficient_funds")
    Account.objects.filter(number=other).update(status="frozen")
    assert status_and_code(repay_loan_over_http(member_client, loan, "10.00", other)) == (422, "account_frozen")
    Account.objects.filter(number=other).update(status="closed")
    assert status_and_code(repay_loan_over_http(member_client, loan, "10.00", other)) == (422, "account_closed")
    assert row_counts()[:2] == before
    assert Loan.objects.get().interest_paid == 0


def test_nothing_is_paid_on_a_loan_that_does_not_run(cashier_client, loan):
    for status in ("applied", "approved", "rejected", "cancelled", "repaid", "written_off"):
        Loan.objects.filter(pk=loan.pk).update(status=status)
        assert status_and_code(repay_loan_over_http(cashier_client, loan, "10.00")) == (422, "loan_not_active")


def test_nobody_works_the_counter_on_their_own_loan(loan, member, loan_account, signed_in):
    User.objects.filter(pk=member.pk).update(role=Role.CASHIER)
    own = signed_in(member)
    for source in (None, loan_account):
        assert status_and_code(repay_loan_over_http(own, loan, "10.00", source)) == (403, "permission_denied")


def test_it_needs_a_key_and_a_repeat_gets_the_same_answer_once(member_client, loan, loan_account):
    path = f"/api/loans/{loan.pk}/repay/"
    assert status_and_code(member_client.post(path, {"amount": "10.00"})) == (400, "idempotency_key_required")
    first, second = (repay_loan_over_http(member_client, loan, "10.00", key="r") for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert status_and_code(repay_loan_over_http(member_client, loan, "11.00", key="r")) == (
        422,
        "idempotency_key_reused",
    )
    assert balance_of(member_client, loan_account) == "11990.00"


def test_a_body_that_is_none_is_refused_at_its_field(member_client, loan):
    for body, field in [
        ({}, "amount"), ({"amount": "0"}, "amount"), ({"amount": "-1"}, "amount"), ({"amount": "1.001"}, "amount"),
        ({"amount": "1", "from_account": "x"}, "from_account"), ({"amount": "1", "from_account": None}, "from_account"),
        ({"amount": "1", "to": "x"}, "to"),
    ]:  # fmt: skip
        response = post_loan_action(member_client, loan.pk, "repay", body)
        assert (response.status_code, list(response.json()["fields"])) == (400, [field]), body


def test_the_trail_says_who_paid_whose(cashier_client, loan, member, cashier):
    written = repay_loan_over_http(cashier_client, loan, "100.00").json()["transaction"]["id"]
    row = AuditEvent.objects.get(event="loan_repayment_posted")
    assert (row.user_id, row.actor_id) == (member.pk, cashier.pk)
    assert row.details == {"loan": loan.pk, "transaction": written, "amount": "100.00", "currency": "USD"}


def test_a_reversed_repayment_is_owed_again_and_what_was_paid_after_it_counts_from_the_oldest(
    cashier_client, loan, signed_in, manager
):
    first = repay_loan_over_http(cashier_client, loan, "3151.49").json()["transaction"]["id"]
    repay_loan_over_http(cashier_client, loan, "3151.49")
    assert reverse(signed_in(manager), first).status_code == 201
    now = get_loan(cashier_client, loan)
    assert (now["principal_paid"], now["interest_paid"]) == ("2969.72", "181.77")
    assert get_schedule(cashier_client, loan)[:2] == [("3093.26", "partly_paid"), ("58.23", "partly_paid")]
    assert is_consistent()


def test_repayment_in_cash_above_the_limit_of_a_cashier_is_refused(
    settings, cashier_client, member_client, loan, signed_in, manager
):
    settings.CASHIER_LIMIT = "500"
    before = row_counts()[:2]

    response = repay_loan_over_http(cashier_client, loan, "500.01")

    assert status_and_code(response) == (422, "limit_exceeded")
    assert response.json()["details"] == {"limit": "500.00", "left": "500.00"}
    assert row_counts()[:2] == before
    assert repay_loan_over_http(cashier_client, loan, "500.00").status_code == 201
    assert repay_loan_over_http(signed_in(manager), loan, "500.01").status_code == 201
    assert is_consistent()


def test_repayment_from_an_account_is_not_under_the_limit_of_a_cashier(
    settings, cashier_client, member_client, loan, loan_account
):
    settings.CASHIER_LIMIT = "500"
    assert repay_loan_over_http(cashier_client, loan, "500.01", loan_account).status_code == 201
    assert repay_loan_over_http(member_client, loan, "500.01").status_code == 201
    assert is_consistent()
