"""Disbursements: an approved loan is paid out once, and its schedule starts on that day."""

from datetime import date

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from loans.models import DueInstalment, Loan
from tests.api_payments import balance_of, reverse, withdraw
from tests.cash import put_cash_in_till
from tests.loan_factories import create_product
from tests.loans.loan_helpers import get_loan, is_consistent, loans_receivable, post_loan_action
from tests.transactions.assertions import entries_of_transaction, list_entries, row_counts, status_and_code
from users.models import User


@pytest.fixture
def cashier_client(loan_account, signed_in, cashier):
    return signed_in(cashier)


def disburse(browser, loan, key=None):
    return post_loan_action(browser, loan.pk, "disburse", key=key)


def test_approved_loan_is_disbursed_to_its_account(cashier_client, make_loan, loan_account, cashier):
    loan = make_loan("approved")
    before = get_loan(cashier_client, loan)
    response = disburse(cashier_client, loan)
    transaction = response.json()["transaction"]

    assert response.status_code == 201
    assert response.json() == before | {
        "status": "active",
        "disbursed_at": "2026-03-01T12:00:00.000000Z",
        "outstanding_principal": "1000.00",
        "settlement_amount": "1000.00",
        "next_due": {"number": 1, "due_date": "2026-04-01", "amount": "111.33"},
        "transaction": {
            "id": transaction["id"],
            "kind": "loan_disbursement",
            "status": "posted",
            "amount": "1000.00",
            "currency": "USD",
            "description": f"Loan {loan.pk}",
            "from_account": None,
            "to_account": loan_account,
            "booked_at": "2026-03-01T12:00:00.000000Z",
            "value_date": "2026-03-01",
            "created_by": cashier.pk,
            "reverses": None,
            "reversed_by": None,
        },
    }
    assert cashier_client.get(f"/api/transactions/{transaction['id']}/").json() == transaction
    assert {k: v for k, v in response.json().items() if k != "transaction"} == get_loan(cashier_client, loan)


def test_disbursement_credits_the_account_and_debits_loans_receivable(cashier_client, make_loan, loan_account):
    transaction_id = disburse(cashier_client, make_loan("approved")).json()["transaction"]["id"]
    assert entries_of_transaction(transaction_id) == [
        ("savings", "credit", 100000, 1, 100000),
        ("loans_receivable", "debit", 100000, None, None),
    ]
    assert balance_of(cashier_client, loan_account) == "1000.00"
    (line,) = list_entries(cashier_client, loan_account)
    assert (line["kind"], line["direction"], line["counterparty"]) == ("loan_disbursement", "credit", None)
    assert loans_receivable() == 1000_00
    assert is_consistent()


def test_schedule_starts_on_the_day_of_disbursement_and_stays_fixed(clock, make_loan, signed_in, cashier):
    loan = make_loan("approved")
    clock.move_to("2026-05-31T23:59:59Z")
    cashier_client = signed_in(cashier)
    disburse(cashier_client, loan)
    schedule = cashier_client.get(f"/api/loans/{loan.pk}/schedule/").json()
    assert [row["due_date"] for row in schedule][:3] == ["2026-06-30", "2026-07-31", "2026-08-31"]
    clock.shift(2)
    assert cashier_client.get(f"/api/loans/{loan.pk}/schedule/").json() == schedule
    rows = list(DueInstalment.objects.filter(loan=loan))
    assert (rows[-1].principal_due, rows[-1].interest_due) == (1000_00, sum(row.interest for row in rows))


def test_account_of_an_active_loan_cannot_be_closed(
    cashier, cashier_client, make_loan, loan_account, signed_in, manager
):
    put_cash_in_till(cashier, 1000_00)
    loan, manager_client = make_loan("approved"), signed_in(manager)
    disburse(cashier_client, loan)
    assert status_and_code(manager_client.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved"})) == (
        422,
        "balance_not_zero",
    )
    withdraw(cashier_client, loan_account, "1000.00")
    assert status_and_code(manager_client.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved"})) == (
        422,
        "account_in_use",
    )
    assert post_loan_action(cashier_client, loan.pk, "repay", {"amount": "1000.00"}).json()["status"] == "repaid"
    assert manager_client.post(f"/api/accounts/{loan_account}/close/", {"reason": "moved"}).json()["status"] == "closed"


def test_loan_that_is_not_approved_cannot_be_disbursed(cashier_client, make_loan):
    assert status_and_code(disburse(cashier_client, make_loan("applied"))) == (422, "loan_not_approved")
    loan = make_loan("approved")
    for status in ("rejected", "cancelled", "active", "repaid", "written_off"):
        Loan.objects.filter(pk=loan.pk).update(status=status)
        assert status_and_code(disburse(cashier_client, loan)) == (409, "already_decided")
    assert loans_receivable() == 0


def test_second_disbursement_of_a_loan_is_rejected(cashier_client, make_loan, loan_account):
    loan = make_loan("approved")
    assert disburse(cashier_client, loan).status_code == 201
    before = row_counts()[:2]
    assert status_and_code(disburse(cashier_client, loan)) == (409, "already_decided")
    assert row_counts()[:2] == before
    assert balance_of(cashier_client, loan_account) == "1000.00"


def test_disbursement_requires_a_key_and_a_repeated_request_is_replayed(cashier_client, make_loan, loan_account):
    loan = make_loan("approved")
    assert status_and_code(cashier_client.post(f"/api/loans/{loan.pk}/disburse/")) == (400, "idempotency_key_required")
    first, second = disburse(cashier_client, loan, key="d"), disburse(cashier_client, loan, key="d")
    assert (first.status_code, second.status_code, second.content) == (201, 201, first.content)
    assert [response.headers.get("Idempotent-Replayed") for response in (first, second)] == [None, "true"]
    assert balance_of(cashier_client, loan_account) == "1000.00"
    assert status_and_code(disburse(cashier_client, make_loan("approved"), key="d")) == (422, "idempotency_key_reused")


def test_cashier_cannot_disburse_their_own_loan(make_loan, member, signed_in):
    loan = make_loan("approved")
    User.objects.filter(pk=member.pk).update(role=Role.CASHIER)
    assert status_and_code(disburse(signed_in(member), loan)) == (403, "permission_denied")
    assert Loan.objects.get().status == "approved"


def test_managers_can_disburse_and_members_cannot(make_loan, member, manager, second_manager, signed_in):
    loan = make_loan("approved")
    Loan.objects.filter(pk=loan.pk).update(decided_by=second_manager)
    assert status_and_code(disburse(signed_in(member), loan)) == (403, "permission_denied")
    manager_client = signed_in(manager)
    assert status_and_code(post_loan_action(manager_client, 999_999, "disburse")) == (404, "not_found")
    response = post_loan_action(manager_client, loan.pk, "disburse", {"amount": "5.00"})
    assert (response.status_code, list(response.json()["fields"])) == (400, ["amount"])
    assert disburse(manager_client, loan).status_code == 201


def test_manager_who_approved_a_loan_cannot_disburse_it(make_loan, manager, second_manager, signed_in):
    loan = make_loan("approved")
    before = row_counts()
    assert status_and_code(disburse(signed_in(manager), loan)) == (403, "second_person_required")
    assert row_counts() == before
    assert disburse(signed_in(second_manager), loan).status_code == 201
    assert status_and_code(disburse(signed_in(manager), loan)) == (409, "already_decided")


def test_manager_who_approved_a_loan_can_disburse_it_without_four_eyes(settings, make_loan, manager, signed_in):
    settings.LOAN_FOUR_EYES = False
    assert disburse(signed_in(manager), make_loan("approved")).status_code == 201


def test_chosen_first_due_date_is_the_first_of_the_schedule(clock, make_loan, signed_in, cashier):
    loan = make_loan("approved", first_due_date=date(2026, 4, 28))
    clock.move_to("2026-03-20T09:00:00Z")
    cashier_client = signed_in(cashier)
    body = disburse(cashier_client, loan).json()
    assert (body["first_due_date"], body["next_due"]["due_date"]) == ("2026-04-28", "2026-04-28")
    days = [row["due_date"] for row in cashier_client.get(f"/api/loans/{loan.pk}/schedule/").json()]
    assert days[:3] == ["2026-04-28", "2026-05-28", "2026-06-28"]
    assert DueInstalment.objects.get(loan=loan, number=1).interest == 25_33  # 38 days of 30/360 on 1,000.00


def test_disbursement_on_the_chosen_first_due_date_is_rejected(clock, make_loan, signed_in, cashier):
    loan = make_loan("approved", first_due_date=date(2026, 3, 20))
    clock.move_to("2026-03-20T00:00:00Z")
    response = disburse(signed_in(cashier), loan)
    assert status_and_code(response) == (422, "first_due_date_passed")
    assert Loan.objects.get().status == "approved"


def test_fee_is_deducted_from_the_disbursement_by_a_transaction_of_its_own(cashier_client, make_loan, loan_account):
    loan = make_loan("approved", product=create_product(name="With a fee", disbursement_fee=25_00))
    body = disburse(cashier_client, loan).json()
    assert (body["transaction"]["kind"], body["transaction"]["amount"]) == ("loan_disbursement", "1000.00")
    assert balance_of(cashier_client, loan_account) == "975.00"
    fee, paid_out = list_entries(cashier_client, loan_account)
    assert (fee["kind"], fee["amount"], paid_out["kind"]) == ("fee", "25.00", "loan_disbursement")
    assert entries_of_transaction(fee["transaction"]) == [
        ("savings", "debit", 2500, 2, 97500),
        ("fee_income", "credit", 2500, None, None),
    ]
    assert AuditEvent.objects.get(event="loan_disbursed").details["fee"] == "25.00"
    assert is_consistent()


def test_disbursement_to_a_frozen_account_succeeds_and_to_a_closed_account_is_rejected(
    cashier_client, make_loan, loan_account
):
    first, second = make_loan("approved"), make_loan("approved")
    Account.objects.filter(number=loan_account).update(status="frozen")
    assert disburse(cashier_client, first).status_code == 201
    Account.objects.filter(number=loan_account).update(status="closed")
    assert status_and_code(disburse(cashier_client, second)) == (422, "account_closed")
    assert Loan.objects.get(pk=second.pk).status == "approved"
    assert not DueInstalment.objects.filter(loan=second).exists()


def test_disbursement_whose_money_is_spent_cannot_be_reversed(
    cashier, cashier_client, make_loan, signed_in, manager, loan_account
):
    put_cash_in_till(cashier, 1)
    transaction_id = disburse(cashier_client, make_loan("approved")).json()["transaction"]["id"]
    withdraw(cashier_client, loan_account, "0.01")
    assert status_and_code(reverse(signed_in(manager), transaction_id)) == (422, "insufficient_funds")
    assert Loan.objects.get().status == "active"
    assert is_consistent()


def test_audit_event_of_a_disbursement_names_borrower_and_cashier(cashier_client, make_loan, member, cashier):
    loan = make_loan("approved")
    transaction_id = disburse(cashier_client, loan).json()["transaction"]["id"]
    row = AuditEvent.objects.get(event="loan_disbursed")
    assert (row.user_id, row.actor_id) == (member.pk, cashier.pk)
    assert row.details == {"loan": loan.pk, "transaction": transaction_id, "amount": "1000.00", "currency": "USD"}
