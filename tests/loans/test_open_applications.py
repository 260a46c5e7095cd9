"""A member may have at most five open applications at a time."""

import pytest

from loans.models import Loan
from tests.contract.error_assertions import assert_error
from tests.loan_factories import create_loan
from tests.loans.loan_helpers import open_funded_account, post_loan_action
from tests.transactions.assertions import row_counts

MAX_OPEN = 5


@pytest.fixture
def member_client(loan_account, signed_in, member):
    return signed_in(member)


@pytest.fixture
def application(product, loan_account):
    return {"product": product.pk, "amount": "1000", "term_months": 4, "purpose": "Roof", "account": loan_account}


@pytest.fixture
def open_applications(member_client, application):
    """The ids of the maximum number of open applications of a member."""
    responses = [member_client.post("/api/loans/", application) for _ in range(MAX_OPEN)]
    assert [response.status_code for response in responses] == [201] * MAX_OPEN
    return [response.json()["id"] for response in responses]


def test_sixth_open_application_is_rejected_and_writes_nothing(member_client, application, open_applications):
    before = row_counts()

    body = assert_error(member_client.post("/api/loans/", application), 422, "limit_exceeded")

    assert (
        body["error"] == "You have 5 applications that are not decided yet. Please wait for a decision or cancel one."
    )
    assert body["details"] == {"limit": "5", "left": "0"}
    assert (Loan.objects.count(), row_counts()) == (MAX_OPEN, before)


def test_applications_for_all_accounts_of_a_member_count_together(
    member_client, application, open_applications, member, cashier
):
    second = open_funded_account(member, cashier)
    assert_error(member_client.post("/api/loans/", application | {"account": second}), 422, "limit_exceeded")


@pytest.mark.parametrize(
    ("role", "action", "body"),
    [("manager", "approve", {}), ("manager", "reject", {"reason": "no"}), ("member", "cancel", {})],
)
def test_decided_or_cancelled_application_allows_exactly_one_more(
    request, signed_in, member_client, application, open_applications, role, action, body
):
    browser = member_client if role == "member" else signed_in(request.getfixturevalue(role))
    assert post_loan_action(browser, open_applications[0], action, body).status_code == 200

    assert member_client.post("/api/loans/", application).status_code == 201
    assert_error(member_client.post("/api/loans/", application), 422, "limit_exceeded")


def test_applications_of_other_members_and_decided_loans_do_not_count(
    member_client, application, make_loan, other_member, cashier, manager
):
    other_number = open_funded_account(other_member, cashier)
    for _ in range(MAX_OPEN):
        create_loan(other_member, other_number, "applied", decided_by=manager, paid_out_by=cashier)
        make_loan("active"), make_loan("approved")

    assert member_client.post("/api/loans/", application).status_code == 201


def test_invalid_application_is_rejected_before_the_limit_is_checked(member_client, application, open_applications):
    assert_error(member_client.post("/api/loans/", application | {"amount": "1"}), 400, "invalid_request")
