"""Approving, rejecting and cancelling loans: permissions, status, repeated decisions and audit events."""

import pytest

from audit.models import AuditEvent
from core.authorization.roles import Role
from core.client_info import SYSTEM_CLIENT
from core.exceptions import PermissionDenied
from loans.models import Loan
from loans.services.decisions import cancel_loan
from tests.loans.loan_helpers import post_loan_action
from tests.transactions.assertions import status_and_code
from users.models import User

DECISIONS = {"approve": {}, "reject": {"reason": "Too much"}, "cancel": {}}
DECIDED = (409, "already_decided")


@pytest.fixture
def manager_client(loan_account, signed_in, manager):
    return signed_in(manager)


def test_manager_approves_a_loan_with_a_note(manager_client, make_loan, manager):
    loan = make_loan("applied")
    before = manager_client.get(f"/api/loans/{loan.pk}/").json()
    response = post_loan_action(manager_client, loan.pk, "approve", {"note": "Good payer"})
    assert response.status_code == 200
    assert response.json() == before | {
        "status": "approved",
        "decided_at": "2026-03-01T12:00:00.000000Z",
        "decided_by": manager.pk,
        "decision_note": "Good payer",
    }
    assert manager_client.get(f"/api/loans/{loan.pk}/").json() == response.json()


def test_manager_rejects_a_loan_with_a_reason(manager_client, make_loan, manager):
    loan = make_loan("applied")
    before = manager_client.get(f"/api/loans/{loan.pk}/").json()
    assert post_loan_action(manager_client, loan.pk, "reject", {"reason": "Too much"}).json() == before | {
        "status": "rejected",
        "decided_at": "2026-03-01T12:00:00.000000Z",
        "decided_by": manager.pk,
        "decision_note": "Too much",
        "closed_at": "2026-03-01T12:00:00.000000Z",
    }


def test_borrower_and_manager_can_cancel_a_loan_before_disbursement(manager_client, signed_in, member, make_loan):
    member_client = signed_in(member)
    for browser, status in (
        (member_client, "applied"),
        (member_client, "approved"),
        (manager_client, "applied"),
        (manager_client, "approved"),
    ):
        loan = make_loan(status)
        before = manager_client.get(f"/api/loans/{loan.pk}/").json()
        response = post_loan_action(browser, loan.pk, "cancel")
        assert (response.status_code, response.json()) == (
            200,
            before | {"status": "cancelled", "closed_at": "2026-03-01T12:00:00.000000Z"},
        )


@pytest.mark.parametrize("first", DECISIONS)
def test_decided_loan_cannot_be_decided_again(manager_client, make_loan, first):
    loan = make_loan("applied")
    assert post_loan_action(manager_client, loan.pk, first, DECISIONS[first]).status_code == 200
    before = manager_client.get(f"/api/loans/{loan.pk}/").json()
    for second, body in DECISIONS.items():
        if (first, second) != ("approve", "cancel"):
            assert status_and_code(post_loan_action(manager_client, loan.pk, second, body)) == DECIDED
    assert manager_client.get(f"/api/loans/{loan.pk}/").json() == before
    assert AuditEvent.objects.filter(event__in=["loan_approved", "loan_rejected", "loan_cancelled"]).count() == 1


@pytest.mark.parametrize("status", ["active", "repaid", "written_off"])
def test_disbursed_loan_cannot_be_decided(manager_client, make_loan, status):
    loan = make_loan("active")
    Loan.objects.filter(pk=loan.pk).update(status=status)
    for action, body in DECISIONS.items():
        assert status_and_code(post_loan_action(manager_client, loan.pk, action, body)) == DECIDED


def test_manager_cannot_decide_on_their_own_loan(manager_client, make_loan, member, signed_in):
    loan = make_loan("applied")
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    borrower_client = signed_in(member)
    for action in ("approve", "reject"):
        assert status_and_code(post_loan_action(borrower_client, loan.pk, action, DECISIONS[action])) == (
            403,
            "permission_denied",
        )
    assert Loan.objects.get().status == "applied"
    # Borrowers may cancel their own applications.
    assert post_loan_action(borrower_client, loan.pk, "cancel").status_code == 200


def test_members_and_cashiers_cannot_decide_on_loans(signed_in, make_loan, member, cashier):
    loan = make_loan("applied")
    member_client, cashier_client = signed_in(member), signed_in(cashier)
    for browser, actions in ((member_client, ["approve", "reject"]), (cashier_client, DECISIONS)):
        for action in actions:
            for number in (loan.pk, 999_999):
                assert status_and_code(post_loan_action(browser, number, action, DECISIONS[action])) == (
                    403,
                    "permission_denied",
                )


def test_cancel_service_itself_rejects_a_cashier_who_can_see_the_loan(make_loan, cashier):
    loan = make_loan("applied")
    with pytest.raises(PermissionDenied):
        cancel_loan(actor=cashier, loan_id=loan.pk, client=SYSTEM_CLIENT)
    assert Loan.objects.get().status == "applied"


def test_decision_on_an_unknown_loan_returns_404(manager_client):
    for action, body in DECISIONS.items():
        for number in (0, 999_999, 2**63):
            response = post_loan_action(manager_client, number, action, body)
            assert (response.status_code, response.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_invalid_note_or_reason_of_a_decision_is_rejected(manager_client, make_loan):
    loan = make_loan("applied")
    invalid = [
        ("approve", {"note": "a\nb"}, "note"), ("approve", {"note": "x" * 201}, "note"),
        ("approve", {"note": 5}, "note"), ("approve", {"amount": "1"}, "amount"), ("reject", {}, "reason"),
        ("reject", {"reason": ""}, "reason"), ("reject", {"reason": "x" * 201}, "reason"),
        ("reject", {"reason": "x", "note": "y"}, "note"), ("cancel", {"reason": "x"}, "reason"),
    ]  # fmt: skip
    for action, body, field in invalid:
        response = post_loan_action(manager_client, loan.pk, action, body)
        assert (response.status_code, list(response.json()["fields"])) == (400, [field]), (action, body)
    assert post_loan_action(manager_client, loan.pk, "approve").json()["decision_note"] == ""


def test_audit_events_of_decisions_name_borrower_and_manager(manager_client, make_loan, member, manager):
    loans = [make_loan("applied") for _ in range(3)]
    for loan, action in zip(loans, DECISIONS, strict=True):
        post_loan_action(manager_client, loan.pk, action, DECISIONS[action])
    rows = AuditEvent.objects.filter(event__in=["loan_approved", "loan_rejected", "loan_cancelled"]).order_by("pk")
    assert {(row.user_id, row.actor_id) for row in rows} == {(member.pk, manager.pk)}
    assert [(row.event, row.details) for row in rows] == [
        ("loan_approved", {"loan": loans[0].pk, "note": ""}),
        ("loan_rejected", {"loan": loans[1].pk, "note": "Too much"}),
        ("loan_cancelled", {"loan": loans[2].pk}),
    ]
