"""Repayments: source accounts and permissions, and allocation to the oldest instalment, its interest first."""

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
    """A loan of 12,000 over 4 months: 3151.49 a month, the first with 240.00 interest."""
    return make_loan("active", amount=12_000_00, months=4)


@pytest.fixture
def member_client(loan, signed_in, member):
    return signed_in(member)


@pytest.fixture
def cashier_client(loan, signed_in, cashier):
    return signed_in(cashier)


def test_repayment_by_a_member_is_debited_from_the_loan_account_by_default(member_client, loan, loan_account, member):
    before = get_loan(member_client, loan)
    response = repay_loan_over_http(member_client, loan, "3151.49")
    transaction = response.json()["transaction"]

    assert response.status_code == 201
    assert response.json() == before | {
        "outstanding_principal": "8848.51",
        "principal_paid": "3151.49",  # no interest has accrued on the day of the disbursement
        "settlement_amount": "8848.51",
        "next_due": {"number": 2, "due_date": "2026-05-01", "amount": "3151.49"},
        "transaction": {
            "id": transaction["id"],
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
    assert entries_of_transaction(transaction["id"]) == [
        ("savings", "debit", 315149, 2, 884851),
        ("loans_receivable", "credit", 315149, None, None),
    ]
    assert (
        list_entries(member_client, loan_account)[0]["kind"],
        list_entries(member_client, loan_account)[0]["amount"],
    ) == ("loan_repayment", "3151.49")
    assert is_consistent()


def test_member_can_repay_from_another_own_account(member_client, loan, loan_account, member, cashier):
    other = open_funded_account(member, cashier, 100_00)
    response = repay_loan_over_http(member_client, loan, "60.00", other)
    assert response.json()["transaction"]["from_account"] == other
    assert [balance_of(member_client, number) for number in (loan_account, other)] == ["12000.00", "40.00"]
    assert is_consistent()


def test_repayment_from_a_foreign_or_unknown_account_returns_404(
    member_client, cashier_client, loan, other_member, cashier
):
    other_number = open_funded_account(other_member, cashier, 100_00)
    for browser in (member_client, cashier_client):
        responses = [repay_loan_over_http(browser, loan, "10.00", number) for number in (other_number, UNKNOWN_ACCOUNT)]
        assert [status_and_code(response) for response in responses] == [(404, "not_found")] * 2
        assert responses[0].content == responses[1].content
    assert Account.objects.get(number=other_number).balance == 100_00


def test_cash_repayment_is_posted_to_the_till(cashier_client, loan, loan_account, cashier):
    transaction = repay_loan_over_http(cashier_client, loan, "100.00").json()["transaction"]
    assert (transaction["from_account"], transaction["created_by"]) == (None, cashier.pk)
    assert entries_of_transaction(transaction["id"]) == [
        ("till", "debit", 10000, None, None),
        ("loans_receivable", "credit", 10000, None, None),
    ]
    assert balance_of(cashier_client, loan_account) == "12000.00"
    assert is_consistent()


def test_cashier_can_repay_from_an_account_of_the_borrower(cashier_client, loan, loan_account):
    assert (
        repay_loan_over_http(cashier_client, loan, "100.00", loan_account).json()["transaction"]["from_account"]
        == loan_account
    )
    assert balance_of(cashier_client, loan_account) == "11900.00"


def test_partial_repayment_is_allocated_to_accrued_interest_before_principal(clock, loan, signed_in, member):
    clock.move_to("2026-04-01T09:00:00Z")
    member_client = signed_in(member)
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


def test_late_repayment_is_allocated_to_several_instalments_oldest_first(clock, loan, signed_in, member):
    clock.move_to("2026-05-11T09:00:00Z")
    member_client = signed_in(member)
    assert get_loan(member_client, loan)["overdue"] == {
        "since": "2026-04-01", "days_late": 40, "instalments": 2, "amount": "6302.98",
    }  # fmt: skip
    # Two instalments with the interest of a month on 12,000.00 each; of the third, that of ten days, then principal.
    body = repay_loan_over_http(member_client, loan, "6500.00").json()
    assert (body["principal_paid"], body["interest_paid"]) == ("5940.00", "560.00")
    rows = [("3151.49", "paid"), ("3151.49", "paid"), ("197.02", "partly_paid"), ("0.00", "upcoming")]
    assert get_schedule(member_client, loan) == rows
    assert body["next_due"] == {"number": 3, "due_date": "2026-06-01", "amount": "2954.47"}
    assert body["overdue"] is None


def test_money_beyond_the_current_instalment_pays_principal_and_shortens_the_term(member_client, loan):
    body = repay_loan_over_http(member_client, loan, "6500.00").json()
    assert (body["principal_paid"], body["interest_paid"]) == ("6500.00", "0.00")
    assert get_schedule(member_client, loan) == [("6500.00", "paid"), ("0.00", "upcoming"), ("0.00", "upcoming")]
    assert body["next_due"] == {"number": 2, "due_date": "2026-05-01", "amount": "3151.49"}
    assert is_consistent()


def test_overpayment_is_rejected_with_the_payoff_amount(member_client, loan):
    response = repay_loan_over_http(member_client, loan, "12000.01")
    assert response.status_code == 422
    assert response.json() == {
        "error": "12000.00 USD would settle this loan today.",
        "code": "overpayment",
        "details": {"settlement_amount": "12000.00"},
    }
    assert get_loan(member_client, loan)["settlement_amount"] == "12000.00"


def test_repayment_from_an_account_that_cannot_pay_is_rejected(member_client, loan, member, cashier):
    other = open_funded_account(member, cashier, 99_99)
    before = row_counts()[:2]
    assert status_and_code(repay_loan_over_http(member_client, loan, "100.00", other)) == (422, "insufficient_funds")
    Account.objects.filter(number=other).update(status="frozen")
    assert status_and_code(repay_loan_over_http(member_client, loan, "10.00", other)) == (422, "account_frozen")
    Account.objects.filter(number=other).update(status="closed")
    assert status_and_code(repay_loan_over_http(member_client, loan, "10.00", other)) == (422, "account_closed")
    assert row_counts()[:2] == before
    assert Loan.objects.get().interest_paid == 0


def test_repayment_of_a_loan_that_is_not_active_is_rejected(cashier_client, loan):
    for status in ("applied", "approved", "rejected", "cancelled", "repaid"):
        Loan.objects.filter(pk=loan.pk).update(status=status)
        assert status_and_code(repay_loan_over_http(cashier_client, loan, "10.00")) == (422, "loan_not_active")


def test_cashier_cannot_post_a_repayment_of_their_own_loan(loan, member, loan_account, signed_in):
    User.objects.filter(pk=member.pk).update(role=Role.CASHIER)
    borrower_client = signed_in(member)
    for source in (None, loan_account):
        assert status_and_code(repay_loan_over_http(borrower_client, loan, "10.00", source)) == (
            403,
            "permission_denied",
        )


def test_repayment_requires_a_key_and_a_repeated_request_is_replayed(member_client, loan, loan_account):
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


def test_invalid_field_of_a_repayment_is_rejected_by_name(member_client, loan):
    for body, field in [
        ({}, "amount"), ({"amount": "0"}, "amount"), ({"amount": "-1"}, "amount"), ({"amount": "1.001"}, "amount"),
        ({"amount": "1", "from_account": "x"}, "from_account"), ({"amount": "1", "from_account": None}, "from_account"),
        ({"amount": "1", "to": "x"}, "to"),
    ]:  # fmt: skip
        response = post_loan_action(member_client, loan.pk, "repay", body)
        assert (response.status_code, list(response.json()["fields"])) == (400, [field]), body


def test_audit_event_of_a_repayment_names_borrower_and_cashier(cashier_client, loan, member, cashier):
    transaction_id = repay_loan_over_http(cashier_client, loan, "100.00").json()["transaction"]["id"]
    row = AuditEvent.objects.get(event="loan_repayment_posted")
    assert (row.user_id, row.actor_id) == (member.pk, cashier.pk)
    assert row.details == {"loan": loan.pk, "transaction": transaction_id, "amount": "100.00", "currency": "USD"}


def test_later_repayments_are_reallocated_after_the_reversal_of_a_repayment(cashier_client, loan, signed_in, manager):
    first = repay_loan_over_http(cashier_client, loan, "3151.49").json()["transaction"]["id"]
    repay_loan_over_http(cashier_client, loan, "3151.49")
    assert reverse(signed_in(manager), first).status_code == 201
    state = get_loan(cashier_client, loan)
    assert (state["principal_paid"], state["interest_paid"]) == ("3151.49", "0.00")
    assert get_schedule(cashier_client, loan)[:2] == [("3151.49", "paid"), ("0.00", "upcoming")]
    assert is_consistent()


def test_cash_repayment_above_the_cashier_limit_is_rejected(
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


def test_repayment_from_an_account_is_exempt_from_the_cashier_limit(
    settings, cashier_client, member_client, loan, loan_account
):
    settings.CASHIER_LIMIT = "500"
    assert repay_loan_over_http(cashier_client, loan, "500.01", loan_account).status_code == 201
    assert repay_loan_over_http(member_client, loan, "500.01").status_code == 201
    assert is_consistent()
