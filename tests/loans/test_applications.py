"""Loan applications: validation against the product and the account, permissions, and lists of loans."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from loans.models import Loan
from tests.api_payments import UNKNOWN_ACCOUNT
from tests.loan_factories import create_loan, create_product
from tests.loans.loan_helpers import open_funded_account, post_loan_action
from tests.transactions.assertions import status_and_code


@pytest.fixture
def member_client(loan_account, signed_in, member):
    return signed_in(member)


@pytest.fixture
def application(product, loan_account):
    return {"product": product.pk, "amount": "12000", "term_months": 4, "purpose": "Roof", "account": loan_account}


def test_member_applies_for_a_loan(member_client, application, member, loan_account, product):
    response = member_client.post("/api/loans/", application)
    assert response.status_code == 201
    assert response.json() == {
        "id": Loan.objects.get().pk,
        "product": {"id": product.pk, "name": "Household"},
        "borrower": {"id": member.pk, "full_name": "Maria Member"},
        "account": loan_account,
        "amount": "12000.00",
        "currency": "USD",
        "term_months": 4,
        "purpose": "Roof",
        "status": "applied",
        "annual_rate": "24",
        "method": "declining_balance",
        "day_count": "30/360",
        "applied_at": "2026-03-01T12:00:00.000000Z",
        "decided_at": None,
        "decided_by": None,
        "decision_note": "",
        "first_due_date": None,
        "disbursed_at": None,
        "closed_at": None,
        "outstanding_principal": "0.00",
        "principal_paid": "0.00",
        "interest_paid": "0.00",
        "settlement_amount": None,
        "days_late": 0,
        "next_due": None,
        "overdue": None,
    }
    assert member_client.get(f"/api/loans/{response.json()['id']}/").json() == response.json()


def test_schedule_of_an_application_assumes_disbursement_today(member_client, application, clock):
    path = f"/api/loans/{member_client.post('/api/loans/', application).json()['id']}/schedule/"
    first = member_client.get(path).json()[0]
    assert first == {
        "number": 1,
        "due_date": "2026-04-01",
        "principal": "2911.49",
        "interest": "240.00",
        "total": "3151.49",
        "balance_after": "9088.51",
        "paid": "0.00",
        "status": "upcoming",
    }
    clock.shift(3600 * 13)
    member_client.log_in("member@example.com")
    assert member_client.get(path).json()[0]["due_date"] == "2026-04-02"


@pytest.mark.parametrize(
    ("day", "status"),
    [("2026-02-28", 400), ("2026-03-01", 400), ("2026-03-02", 201), ("2026-05-02", 201), ("2026-05-03", 400)],
)
def test_first_due_date_of_an_application_must_be_1_to_62_days_from_today(member_client, application, day, status):
    response = member_client.post("/api/loans/", application | {"first_due_date": day})

    assert response.status_code == status
    if status == 400:
        assert response.json()["fields"] == {"first_due_date": ["Must be 1 to 62 days from today."]}
        assert not Loan.objects.exists()


def test_audit_event_of_an_application_names_the_member_and_the_amount(member_client, application, member):
    number = member_client.post("/api/loans/", application).json()["id"]
    row = AuditEvent.objects.get(event="loan_applied")
    assert (row.user_id, row.actor_id, row.details) == (member.pk, member.pk, {"loan": number, "amount": "12000.00"})


def test_invalid_field_of_a_loan_application_is_rejected_by_name(member_client, application, cashier, other_member):
    other_number = open_funded_account(other_member, cashier)
    bank_number = Account.objects.get(code="loans_receivable").number
    for change, field in [
        ({"amount": "99.99"}, "amount"), ({"amount": "50000.01"}, "amount"), ({"amount": "0"}, "amount"),
        ({"term_months": 61}, "term_months"), ({"term_months": 0}, "term_months"), ({"product": 999_999}, "product"),
        ({"product": "1"}, "product"), ({"purpose": ""}, "purpose"), ({"purpose": "x" * 201}, "purpose"),
        ({"purpose": "a\nb"}, "purpose"), ({"account": other_number}, "account"), ({"account": bank_number}, "account"),
        ({"account": UNKNOWN_ACCOUNT}, "account"), ({"account": "x"}, "account"), ({"account": None}, "account"),
        ({"annual_rate": "1"}, "annual_rate"), ({"status": "approved"}, "status"),
    ]:  # fmt: skip
        response = member_client.post("/api/loans/", application | change)
        assert (response.status_code, list(response.json()["fields"])) == (400, [field]), change
    for name in application:
        response = member_client.post("/api/loans/", {key: value for key, value in application.items() if key != name})
        assert (response.status_code, list(response.json()["fields"])) == (400, [name])
    assert not Loan.objects.exists()


def test_application_for_a_foreign_or_unknown_account_returns_the_same_error(
    member_client, application, cashier, other_member
):
    responses = [
        member_client.post("/api/loans/", application | {"account": n})
        for n in (open_funded_account(other_member, cashier), UNKNOWN_ACCOUNT)
    ]
    assert responses[0].json() == responses[1].json()


def test_application_for_a_closed_account_is_rejected_and_for_a_frozen_account_is_accepted(
    member_client, application, loan_account
):
    Account.objects.filter(number=loan_account).update(status="closed")
    assert status_and_code(member_client.post("/api/loans/", application)) == (422, "account_closed")
    Account.objects.filter(number=loan_account).update(status="frozen")
    assert member_client.post("/api/loans/", application).status_code == 201


def test_application_whose_instalment_is_below_the_interest_is_rejected(member_client, application):
    expensive = create_product(name="Steep", rate_millionths=10**9, day_count="actual/365")
    application |= {"product": expensive.pk, "amount": "550", "term_months": 24}
    assert status_and_code(member_client.post("/api/loans/", application)) == (422, "instalment_too_small")


def test_staff_cannot_apply_for_loans(signed_in, application, cashier, manager):
    for person in (cashier, manager):
        assert status_and_code(signed_in(person).post("/api/loans/", application)) == (403, "permission_denied")


def test_foreign_loan_is_not_found_for_a_member(member_client, product, other_member, cashier, manager):
    number = open_funded_account(other_member, cashier)
    loan = create_loan(other_member, number, "active", decided_by=manager, paid_out_by=cashier)
    for path in ("", "schedule/"):
        foreign, unknown = (member_client.get(f"/api/loans/{pk}/{path}") for pk in (loan.pk, 999_999))
        assert (foreign.status_code, foreign.content) == (404, unknown.content)
    for verb, body in (("cancel", {}), ("repay", {"amount": "5.00"})):
        foreign, unknown = (post_loan_action(member_client, pk, verb, body) for pk in (loan.pk, 999_999))
        assert (foreign.status_code, foreign.content) == (404, unknown.content)
    assert member_client.get("/api/loans/").json()["results"] == []
    assert member_client.get(f"/api/loans/?borrower={other_member.pk}").json()["results"] == []


def test_staff_filter_loans_by_status_borrower_product_and_search_text(
    signed_in, make_loan, member, other_member, cashier, manager, product
):
    staff = {"decided_by": manager, "paid_out_by": cashier}
    other_product = create_product(name="Harvest")
    first, second = make_loan("applied"), make_loan("active")
    third = create_loan(
        other_member, open_funded_account(other_member, cashier), "approved", product=other_product, **staff
    )
    Loan.objects.filter(pk=third.pk).update(purpose="Seeds")
    cashier_client = signed_in(cashier)
    for query, found in [
        ("", [third, second, first]), ("?status=active", [second]), ("?status=repaid", []),
        (f"?borrower={member.pk}", [second, first]), (f"?product={other_product.pk}", [third]),
        (f"?borrower={other_member.pk}&status=applied", []), ("?search=seed", [third]),
        ("?search=maria", [second, first]),
        ("?search=member2@", [third]), ("?borrower=999999", []),
    ]:  # fmt: skip
        rows = cashier_client.get(f"/api/loans/{query}").json()["results"]
        assert [row["id"] for row in rows] == [loan.pk for loan in found], query
    for query in ("status=late", "borrower=x", "product=0", "page_size=0", "search=" + "x" * 201):
        response = cashier_client.get(f"/api/loans/?{query}")
        assert (response.status_code, list(response.json()["fields"])) == (400, [query.partition("=")[0]])


def test_loan_list_is_paginated(member_client, make_loan):
    numbers = [make_loan("applied").pk for _ in range(5)]
    page, seen = member_client.get("/api/loans/?page_size=2").json(), []
    while True:
        seen += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        page = member_client.get(page["next"].removeprefix("http://testserver")).json()
    assert seen == numbers[::-1]


def test_loan_detail_equals_its_row_in_the_list(member_client, make_loan):
    loan = make_loan("active")
    assert member_client.get("/api/loans/").json()["results"] == [member_client.get(f"/api/loans/{loan.pk}/").json()]


def test_application_with_a_total_above_the_maximum_balance_is_rejected(member_client, application):
    product = create_product(name="Absurd", rate_millionths=1000 * 10**6, max_amount=10**17, max_term_months=480)
    excessive = application | {"product": product.pk, "amount": "999999999999999.99", "term_months": 480}
    assert status_and_code(member_client.post("/api/loans/", excessive)) == (422, "balance_too_large")
