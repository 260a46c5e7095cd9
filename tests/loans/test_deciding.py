"""Decisions: approved, rejected, cancelled; once, and by nobody on their own."""

import pytest

from audit.models import AuditEvent
from core.authorization.roles import Role
from loans.models import Loan
from tests.loans.lent import do
from tests.transactions.judging import refusal
from users.models import User

DECISIONS = {"approve": {}, "reject": {"reason": "Too much"}, "cancel": {}}
DECIDED = (409, "already_decided")


@pytest.fixture
def office(home, signed_in, manager):
    return signed_in(manager)


def test_a_manager_approves(office, lent, manager):
    loan = lent("applied")
    before = office.get(f"/api/loans/{loan.pk}/").json()
    answer = do(office, loan.pk, "approve", {"note": "Good payer"})
    assert answer.status_code == 200
    assert answer.json() == before | {
        "status": "approved",
        "decided_at": "2026-03-01T12:00:00.000000Z",
        "decided_by": manager.pk,
        "decision_note": "Good payer",
    }
    assert office.get(f"/api/loans/{loan.pk}/").json() == answer.json()


def test_a_manager_rejects_with_the_reason(office, lent, manager):
    loan = lent("applied")
    before = office.get(f"/api/loans/{loan.pk}/").json()
    assert do(office, loan.pk, "reject", {"reason": "Too much"}).json() == before | {
        "status": "rejected",
        "decided_at": "2026-03-01T12:00:00.000000Z",
        "decided_by": manager.pk,
        "decision_note": "Too much",
        "closed_at": "2026-03-01T12:00:00.000000Z",
    }


def test_the_member_or_a_manager_cancels_what_is_not_paid_out(office, signed_in, member, lent):
    phone = signed_in(member)
    for browser, status in ((phone, "applied"), (phone, "approved"), (office, "applied"), (office, "approved")):
        loan = lent(status)
        before = office.get(f"/api/loans/{loan.pk}/").json()
        answer = do(browser, loan.pk, "cancel")
        assert (answer.status_code, answer.json()) == (
            200,
            before | {"status": "cancelled", "closed_at": "2026-03-01T12:00:00.000000Z"},
        )


@pytest.mark.parametrize("first", DECISIONS)
def test_what_is_decided_stays_so(office, lent, first):
    loan = lent("applied")
    assert do(office, loan.pk, first, DECISIONS[first]).status_code == 200
    before = office.get(f"/api/loans/{loan.pk}/").json()
    for second, body in DECISIONS.items():
        if (first, second) != ("approve", "cancel"):
            assert refusal(do(office, loan.pk, second, body)) == DECIDED
    assert office.get(f"/api/loans/{loan.pk}/").json() == before
    assert AuditEvent.objects.filter(event__in=["loan_approved", "loan_rejected", "loan_cancelled"]).count() == 1


@pytest.mark.parametrize("status", ["active", "repaid", "written_off"])
def test_nothing_is_decided_on_a_loan_that_was_paid_out(office, lent, status):
    loan = lent("active")
    Loan.objects.filter(pk=loan.pk).update(status=status)
    for verb, body in DECISIONS.items():
        assert refusal(do(office, loan.pk, verb, body)) == DECIDED


def test_nobody_decides_on_their_own(office, lent, member, signed_in):
    loan = lent("applied")
    User.objects.filter(pk=member.pk).update(role=Role.MANAGER)
    own = signed_in(member)
    for verb in ("approve", "reject"):
        assert refusal(do(own, loan.pk, verb, DECISIONS[verb])) == (403, "permission_denied")
    assert Loan.objects.get().status == "applied"
    assert do(own, loan.pk, "cancel").status_code == 200  # taking it back is no decision


def test_members_and_cashiers_do_not_decide(signed_in, lent, member, cashier):
    loan = lent("applied")
    phone, desk = signed_in(member), signed_in(cashier)
    for browser, verbs in ((phone, ["approve", "reject"]), (desk, DECISIONS)):
        for verb in verbs:
            for number in (loan.pk, 999_999):
                assert refusal(do(browser, number, verb, DECISIONS[verb])) == (403, "permission_denied")


def test_there_is_nothing_to_decide_where_there_is_no_loan(office):
    for verb, body in DECISIONS.items():
        for number in (0, 999_999, 2**63):
            answer = do(office, number, verb, body)
            assert (answer.status_code, answer.json()) == (404, {"error": "Not found.", "code": "not_found"})


def test_what_is_said_of_a_decision_is_one_line(office, lent):
    loan = lent("applied")
    bad = [
        ("approve", {"note": "a\nb"}, "note"), ("approve", {"note": "x" * 201}, "note"),
        ("approve", {"note": 5}, "note"), ("approve", {"amount": "1"}, "amount"), ("reject", {}, "reason"),
        ("reject", {"reason": ""}, "reason"), ("reject", {"reason": "x" * 201}, "reason"),
        ("reject", {"reason": "x", "note": "y"}, "note"), ("cancel", {"reason": "x"}, "reason"),
    ]  # fmt: skip
    for verb, body, field in bad:
        answer = do(office, loan.pk, verb, body)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [field]), (verb, body)
    assert do(office, loan.pk, "approve").json()["decision_note"] == ""


def test_the_trail_says_who_decided_whose(office, lent, member, manager):
    loans = [lent("applied") for _ in range(3)]
    for loan, verb in zip(loans, DECISIONS, strict=True):
        do(office, loan.pk, verb, DECISIONS[verb])
    rows = AuditEvent.objects.filter(event__in=["loan_approved", "loan_rejected", "loan_cancelled"]).order_by("pk")
    assert {(row.user_id, row.actor_id) for row in rows} == {(member.pk, manager.pk)}
    assert [(row.event, row.details) for row in rows] == [
        ("loan_approved", {"loan": loans[0].pk, "note": ""}),
        ("loan_rejected", {"loan": loans[1].pk, "note": "Too much"}),
        ("loan_cancelled", {"loan": loans[2].pk}),
    ]
