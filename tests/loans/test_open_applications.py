"""At most five applications of a member wait for a decision; what is decided makes room for the next."""

import pytest

from loans.models import Loan
from tests.contract.error_assertions import assert_error
from tests.loan_factories import create_loan
from tests.loans.loan_helpers import open_funded_account, post_loan_action
from tests.transactions.assertions import row_counts

OPEN = 5


@pytest.fixture
def member_client(loan_account, signed_in, member):
    return signed_in(member)


@pytest.fixture
def asked(product, loan_account):
    return {"product": product.pk, "amount": "1000", "term_months": 4, "purpose": "Roof", "account": loan_account}


@pytest.fixture
def applied(member_client, asked):
    """The ids of as many open applications as a member may have."""
    responses = [member_client.post("/api/loans/", asked) for _ in range(OPEN)]
    assert [response.status_code for response in responses] == [201] * OPEN
    return [response.json()["id"] for response in responses]


def test_sixth_open_application_is_refused_and_leaves_nothing(member_client, asked, applied):
    before = row_counts()

    said = assert_error(member_client.post("/api/loans/", asked), 422, "limit_exceeded")

    assert (
        said["error"] == "You have 5 applications that are not decided yet. Please wait for a decision or cancel one."
    )
    assert said["details"] == {"limit": "5", "left": "0"}
    assert (Loan.objects.count(), row_counts()) == (OPEN, before)


def test_applications_for_all_accounts_of_a_member_count_together(member_client, asked, applied, member, cashier):
    second = open_funded_account(member, cashier)
    assert_error(member_client.post("/api/loans/", asked | {"account": second}), 422, "limit_exceeded")


@pytest.mark.parametrize(
    ("who", "verb", "body"),
    [("manager", "approve", {}), ("manager", "reject", {"reason": "no"}), ("member", "cancel", {})],
)
def test_application_that_is_no_longer_open_makes_room_for_one(
    request, signed_in, member_client, asked, applied, who, verb, body
):
    browser = member_client if who == "member" else signed_in(request.getfixturevalue(who))
    assert post_loan_action(browser, applied[0], verb, body).status_code == 200

    assert member_client.post("/api/loans/", asked).status_code == 201
    assert_error(member_client.post("/api/loans/", asked), 422, "limit_exceeded")


def test_applications_of_others_and_loans_that_run_do_not_count(
    member_client, asked, make_loan, other_member, cashier, manager
):
    theirs = open_funded_account(other_member, cashier)
    for _ in range(OPEN):
        create_loan(other_member, theirs, "applied", decided_by=manager, paid_out_by=cashier)
        make_loan("active"), make_loan("approved")

    assert member_client.post("/api/loans/", asked).status_code == 201


def test_what_is_wrong_with_the_application_is_said_before_the_limit(member_client, asked, applied):
    assert_error(member_client.post("/api/loans/", asked | {"amount": "1"}), 400, "invalid_request")
