"""At most five applications of a member wait for a decision; what is decided makes room for the next."""

import pytest

from loans.models import Loan
from tests.contract.shape import is_an_error
from tests.lending import lend
from tests.loans.lent import an_account, do
from tests.transactions.judging import traces

OPEN = 5


@pytest.fixture
def phone(home, signed_in, member):
    return signed_in(member)


@pytest.fixture
def asked(product, home):
    return {"product": product.pk, "amount": "1000", "term_months": 4, "purpose": "Roof", "account": home}


@pytest.fixture
def applied(phone, asked):
    """The ids of as many open applications as a member may have."""
    answers = [phone.post("/api/loans/", asked) for _ in range(OPEN)]
    assert [answer.status_code for answer in answers] == [201] * OPEN
    return [answer.json()["id"] for answer in answers]


def test_sixth_open_application_is_refused_and_leaves_nothing(phone, asked, applied):
    before = traces()

    said = is_an_error(phone.post("/api/loans/", asked), 422, "limit_exceeded")

    assert (
        said["error"] == "You have 5 applications that are not decided yet. Please wait for a decision or cancel one."
    )
    assert said["details"] == {"limit": "5", "left": "0"}
    assert (Loan.objects.count(), traces()) == (OPEN, before)


def test_applications_for_all_accounts_of_a_member_count_together(phone, asked, applied, member, cashier):
    second = an_account(member, cashier)
    is_an_error(phone.post("/api/loans/", asked | {"account": second}), 422, "limit_exceeded")


@pytest.mark.parametrize(
    ("who", "verb", "body"),
    [("manager", "approve", {}), ("manager", "reject", {"reason": "no"}), ("member", "cancel", {})],
)
def test_application_that_is_no_longer_open_makes_room_for_one(
    request, signed_in, phone, asked, applied, who, verb, body
):
    browser = phone if who == "member" else signed_in(request.getfixturevalue(who))
    assert do(browser, applied[0], verb, body).status_code == 200

    assert phone.post("/api/loans/", asked).status_code == 201
    is_an_error(phone.post("/api/loans/", asked), 422, "limit_exceeded")


def test_applications_of_others_and_loans_that_run_do_not_count(phone, asked, lent, stranger, cashier, manager):
    theirs = an_account(stranger, cashier)
    for _ in range(OPEN):
        lend(stranger, theirs, "applied", decided_by=manager, paid_out_by=cashier)
        lent("active"), lent("approved")

    assert phone.post("/api/loans/", asked).status_code == 201


def test_what_is_wrong_with_the_application_is_said_before_the_limit(phone, asked, applied):
    is_an_error(phone.post("/api/loans/", asked | {"amount": "1"}), 400, "invalid_request")
