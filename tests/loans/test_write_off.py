"""Writing off: what is left of the principal is given up, once, by a manager, and never of one's own."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from loans.models import Loan
from tests.loans.loan_helpers import (
    get_loan,
    interest_income,
    is_consistent,
    loans_receivable,
    post_loan_action,
    post_repayment,
)
from tests.transactions.assertions import entries_of_transaction, row_counts, status_and_code
from users.models import User

WHY = {"reason": "Lost to hail"}


@pytest.fixture
def loan(make_loan):
    return make_loan("active", amount=12_000_00, months=4)


@pytest.fixture
def manager_client(loan, signed_in, manager):
    return signed_in(manager)


def test_what_is_left_of_the_principal_is_given_up(manager_client, loan, loan_account, cashier, manager):
    post_repayment(loan, 3151_49, cashier)
    before = get_loan(manager_client, loan)
    response = post_loan_action(manager_client, loan.pk, "write-off", WHY)
    moved = response.json()["transaction"]

    assert response.status_code == 201
    assert response.json() == before | {
        "status": "written_off",
        "closed_at": "2026-03-01T12:00:00.000000Z",
        "outstanding_principal": "0.00",
        "settlement_amount": None,
        "next_due": None,
        "transaction": moved,
    }
    assert (moved["kind"], moved["amount"], moved["description"]) == ("loan_write_off", "9088.51", "Lost to hail")
    assert (moved["from_account"], moved["to_account"], moved["created_by"]) == (None, None, manager.pk)
    assert entries_of_transaction(moved["id"]) == [
        ("loans_receivable", "credit", 908851, None, None),
        ("write_offs", "debit", 908851, None, None),
    ]
    assert (loans_receivable(), interest_income()) == (0, 240_00)
    assert Account.objects.get(number=loan_account).open_loan_count == 0
    assert is_consistent()


def test_only_a_loan_that_runs_is_written_off_and_once(manager_client, loan):
    assert post_loan_action(manager_client, loan.pk, "write-off", WHY).status_code == 201
    before = row_counts()[:2]
    assert status_and_code(post_loan_action(manager_client, loan.pk, "write-off", WHY)) == (422, "loan_not_active")
    for status in ("applied", "approved", "rejected", "cancelled", "repaid"):
        Loan.objects.filter(pk=loan.pk).update(status=status)
        assert status_and_code(post_loan_action(manager_client, loan.pk, "write-off", WHY)) == (422, "loan_not_active")
    assert row_counts()[:2] == before


def test_it_is_for_managers_and_not_for_their_own(loan, signed_in, member, cashier):
    for person in (member, cashier):
        for number in (loan.pk, 999_999):
            assert status_and_code(post_loan_action(signed_in(person), number, "write-off", WHY)) == (
                403,
                "permission_denied",
            )
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    assert status_and_code(post_loan_action(signed_in(member), loan.pk, "write-off", WHY)) == (403, "permission_denied")
    assert get_loan(signed_in(cashier), loan)["status"] == "active"


def test_it_needs_a_reason_and_a_key_and_a_repeat_gets_the_same_answer(manager_client, loan):
    for body in ({}, {"reason": ""}, {"reason": "x" * 201}, {"reason": "a\nb"}):
        response = post_loan_action(manager_client, loan.pk, "write-off", body)
        assert (response.status_code, list(response.json()["fields"])) == (400, ["reason"])
    path = f"/api/loans/{loan.pk}/write-off/"
    assert status_and_code(manager_client.post(path, WHY)) == (400, "idempotency_key_required")
    assert status_and_code(post_loan_action(manager_client, 999_999, "write-off", WHY)) == (404, "not_found")
    first, second = (post_loan_action(manager_client, loan.pk, "write-off", WHY, key="w") for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)


def test_the_trail_says_who_gave_up_whose_and_why(manager_client, loan, member, manager):
    written = post_loan_action(manager_client, loan.pk, "write-off", WHY).json()["transaction"]["id"]
    row = AuditEvent.objects.get(event="loan_written_off")
    assert (row.user_id, row.actor_id) == (member.pk, manager.pk)
    expected = {"loan": loan.pk, "transaction": written, "amount": "12000.00", "currency": "USD"}
    assert row.details == expected | {"reason": "Lost to hail"}
