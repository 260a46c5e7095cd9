"""Write-offs of the outstanding principal: postings, status, permissions and audit events."""

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

REASON = {"reason": "Lost to hail"}


@pytest.fixture
def loan(make_loan):
    return make_loan("active", amount=12_000_00, months=4)


@pytest.fixture
def manager_client(loan, signed_in, manager):
    return signed_in(manager)


def test_write_off_posts_the_outstanding_principal_and_closes_the_loan(
    manager_client, loan, loan_account, cashier, manager
):
    post_repayment(loan, 3151_49, cashier)
    before = get_loan(manager_client, loan)
    response = post_loan_action(manager_client, loan.pk, "write-off", REASON)
    transaction = response.json()["transaction"]

    assert response.status_code == 201
    assert response.json() == before | {
        "status": "written_off",
        "closed_at": "2026-03-01T12:00:00.000000Z",
        "outstanding_principal": "0.00",
        "settlement_amount": None,
        "next_due": None,
        "transaction": transaction,
    }
    assert (transaction["kind"], transaction["amount"], transaction["description"]) == (
        "loan_write_off",
        "8848.51",
        "Lost to hail",
    )
    assert (transaction["from_account"], transaction["to_account"], transaction["created_by"]) == (
        None,
        None,
        manager.pk,
    )
    assert entries_of_transaction(transaction["id"]) == [
        ("loans_receivable", "credit", 884851, None, None),
        ("write_offs", "debit", 884851, None, None),
    ]
    assert (loans_receivable(), interest_income()) == (0, 0)
    assert Account.objects.get(number=loan_account).open_loan_count == 0
    assert is_consistent()


def test_only_an_active_loan_can_be_written_off(manager_client, loan):
    assert post_loan_action(manager_client, loan.pk, "write-off", REASON).status_code == 201
    before = row_counts()[:2]
    assert status_and_code(post_loan_action(manager_client, loan.pk, "write-off", REASON)) == (422, "loan_not_active")
    for status in ("applied", "approved", "rejected", "cancelled", "repaid"):
        Loan.objects.filter(pk=loan.pk).update(status=status)
        assert status_and_code(post_loan_action(manager_client, loan.pk, "write-off", REASON)) == (
            422,
            "loan_not_active",
        )
    assert row_counts()[:2] == before


def test_write_off_by_members_cashiers_and_the_borrower_is_rejected(loan, signed_in, member, cashier):
    for person in (member, cashier):
        for number in (loan.pk, 999_999):
            assert status_and_code(post_loan_action(signed_in(person), number, "write-off", REASON)) == (
                403,
                "permission_denied",
            )
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    assert status_and_code(post_loan_action(signed_in(member), loan.pk, "write-off", REASON)) == (
        403,
        "permission_denied",
    )
    assert get_loan(signed_in(cashier), loan)["status"] == "active"


def test_write_off_requires_a_reason_and_a_key_and_a_repeated_request_is_replayed(manager_client, loan):
    for body in ({}, {"reason": ""}, {"reason": "x" * 201}, {"reason": "a\nb"}):
        response = post_loan_action(manager_client, loan.pk, "write-off", body)
        assert (response.status_code, list(response.json()["fields"])) == (400, ["reason"])
    path = f"/api/loans/{loan.pk}/write-off/"
    assert status_and_code(manager_client.post(path, REASON)) == (400, "idempotency_key_required")
    assert status_and_code(post_loan_action(manager_client, 999_999, "write-off", REASON)) == (404, "not_found")
    first, second = (post_loan_action(manager_client, loan.pk, "write-off", REASON, key="w") for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)


def test_audit_event_of_a_write_off_names_borrower_manager_and_reason(manager_client, loan, member, manager):
    transaction_id = post_loan_action(manager_client, loan.pk, "write-off", REASON).json()["transaction"]["id"]
    row = AuditEvent.objects.get(event="loan_written_off")
    assert (row.user_id, row.actor_id) == (member.pk, manager.pk)
    expected = {"loan": loan.pk, "transaction": transaction_id, "amount": "12000.00", "currency": "USD"}
    assert row.details == expected | {"reason": "Lost to hail"}
