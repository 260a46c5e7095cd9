"""Repayments: who pays from where, and what is paid: the oldest instalment first, its interest, its principal."""

import pytest

from accounts.models import Account
from audit.models import AuditEvent
from core.authorization.roles import Role
from loans.models import Loan
from tests.counter import ABSENT, balance_of, reverse
from tests.loans.lent import an_account, do, is_whole, repay, schedule, shown
from tests.transactions.judging import legs, lines, refusal, traces
from users.models import User


@pytest.fixture
def loan(lent):
    """12,000 over 4 months, on the account: 3151.49 a month, of the first 240.00 interest."""
    return lent("active", amount=12_000_00, months=4)


@pytest.fixture
def phone(loan, signed_in, member):
    return signed_in(member)


@pytest.fixture
def desk(loan, signed_in, cashier):
    return signed_in(cashier)


def test_a_member_pays_from_the_loans_account_unless_another_is_named(phone, loan, home, member):
    before = shown(phone, loan)
    answer = repay(phone, loan, "3151.49")
    moved = answer.json()["transaction"]

    assert answer.status_code == 201
    assert answer.json() == before | {
        "outstanding_principal": "9088.51",
        "principal_paid": "2911.49",
        "interest_paid": "240.00",
        "settlement_amount": "8848.51",  # of the same day: what was paid ahead in interest counts
        "next_due": {"number": 2, "due_date": "2026-05-01", "amount": "3151.49"},
        "transaction": {
            "id": moved["id"],
            "kind": "loan_repayment",
            "status": "posted",
            "amount": "3151.49",
            "currency": "USD",
            "description": f"Loan {loan.pk}",
            "from_account": home,
            "to_account": None,
            "booked_at": "2026-03-01T12:00:00.000000Z",
            "value_date": "2026-03-01",
            "created_by": member.pk,
            "reverses": None,
            "reversed_by": None,
        },
    }
    assert {k: v for k, v in answer.json().items() if k != "transaction"} == shown(phone, loan)
    assert legs(moved["id"]) == [
        ("savings", "debit", 315149, 2, 884851),
        ("loans_receivable", "credit", 291149, None, None),
        ("interest_income", "credit", 24000, None, None),
    ]
    assert (lines(phone, home)[0]["kind"], lines(phone, home)[0]["amount"]) == ("loan_repayment", "3151.49")
    assert is_whole()


def test_a_member_pays_from_another_account_of_their_own(phone, loan, home, member, cashier):
    other = an_account(member, cashier, 100_00)
    answer = repay(phone, loan, "60.00", other)
    assert answer.json()["transaction"]["from_account"] == other
    assert [balance_of(phone, number) for number in (home, other)] == ["12000.00", "40.00"]
    assert is_whole()


def test_from_a_strangers_account_nothing_is_paid_by_anybody(phone, desk, loan, stranger, cashier):
    theirs = an_account(stranger, cashier, 100_00)
    for browser in (phone, desk):
        answers = [repay(browser, loan, "10.00", number) for number in (theirs, ABSENT)]
        assert [refusal(answer) for answer in answers] == [(404, "not_found")] * 2
        assert answers[0].content == answers[1].content
    assert Account.objects.get(number=theirs).balance == 100_00


def test_a_cashier_takes_cash_into_the_till(desk, loan, home, cashier):
    moved = repay(desk, loan, "100.00").json()["transaction"]
    assert (moved["from_account"], moved["created_by"]) == (None, cashier.pk)
    assert legs(moved["id"]) == [
        ("till", "debit", 10000, None, None),
        ("interest_income", "credit", 10000, None, None),
    ]
    assert balance_of(desk, home) == "12000.00"
    assert is_whole()


def test_a_cashier_takes_it_from_an_account_of_the_borrower(desk, loan, home):
    assert repay(desk, loan, "100.00", home).json()["transaction"]["from_account"] == home
    assert balance_of(desk, home) == "11900.00"


def test_a_part_goes_to_interest_first_and_then_to_principal(phone, loan):
    for amount, first, sums in [
        ("239.99", ("239.99", "partly_paid"), ("0.00", "239.99")),
        ("0.01", ("240.00", "partly_paid"), ("0.00", "240.00")),
        ("2911.48", ("3151.48", "partly_paid"), ("2911.48", "240.00")),
        ("0.01", ("3151.49", "paid"), ("2911.49", "240.00")),
    ]:
        body = repay(phone, loan, amount).json()
        assert (body["principal_paid"], body["interest_paid"]) == sums
        assert schedule(phone, loan) == [first] + [("0.00", "upcoming")] * 3
    assert shown(phone, loan)["next_due"]["number"] == 2
    assert is_whole()


def test_one_payment_pays_several_instalments_oldest_first(phone, loan):
    body = repay(phone, loan, "6500.00").json()  # two instalments of 3151.49, and 197.02 of the third
    assert (body["principal_paid"], body["interest_paid"]) == ("5955.85", "544.15")
    rows = [("3151.49", "paid"), ("3151.49", "paid"), ("197.02", "partly_paid"), ("0.00", "upcoming")]
    assert schedule(phone, loan) == rows
    assert body["next_due"] == {"number": 3, "due_date": "2026-06-01", "amount": "2954.47"}


def test_more_than_would_settle_it_is_refused_with_what_would(phone, loan):
    answer = repay(phone, loan, "12000.01")
    assert answer.status_code == 422
    assert answer.json() == {
        "error": "12000.00 USD would settle this loan today.",
        "code": "overpayment",
        "details": {"settlement_amount": "12000.00"},
    }
    assert shown(phone, loan)["settlement_amount"] == "12000.00"


def test_what_is_not_on_the_account_is_not_paid(phone, loan, member, cashier):
    other = an_account(member, cashier, 99_99)
    before = traces()[:2]
    assert refusal(repay(phone, loan, "100.00", other)) == (422, "insufficient_funds")
    Account.objects.filter(number=other).update(status="frozen")
    assert refusal(repay(phone, loan, "10.00", other)) == (422, "account_frozen")
    Account.objects.filter(number=other).update(status="closed")
    assert refusal(repay(phone, loan, "10.00", other)) == (422, "account_closed")
    assert traces()[:2] == before
    assert Loan.objects.get().interest_paid == 0


def test_nothing_is_paid_on_a_loan_that_does_not_run(desk, loan):
    for status in ("applied", "approved", "rejected", "cancelled", "repaid", "written_off"):
        Loan.objects.filter(pk=loan.pk).update(status=status)
        assert refusal(repay(desk, loan, "10.00")) == (422, "loan_not_active")


def test_nobody_works_the_counter_on_their_own_loan(loan, member, home, signed_in):
    User.objects.filter(pk=member.pk).update(role=Role.CASHIER)
    own = signed_in(member)
    for source in (None, home):
        assert refusal(repay(own, loan, "10.00", source)) == (403, "permission_denied")


def test_it_needs_a_key_and_a_repeat_gets_the_same_answer_once(phone, loan, home):
    path = f"/api/loans/{loan.pk}/repay/"
    assert refusal(phone.post(path, {"amount": "10.00"})) == (400, "idempotency_key_required")
    first, second = (repay(phone, loan, "10.00", key="r") for _ in range(2))
    assert (second.status_code, second.content) == (201, first.content)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert refusal(repay(phone, loan, "11.00", key="r")) == (422, "idempotency_key_reused")
    assert balance_of(phone, home) == "11990.00"


def test_a_body_that_is_none_is_refused_at_its_field(phone, loan):
    for body, field in [
        ({}, "amount"), ({"amount": "0"}, "amount"), ({"amount": "-1"}, "amount"), ({"amount": "1.001"}, "amount"),
        ({"amount": "1", "from_account": "x"}, "from_account"), ({"amount": "1", "from_account": None}, "from_account"),
        ({"amount": "1", "to": "x"}, "to"),
    ]:  # fmt: skip
        answer = do(phone, loan.pk, "repay", body)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, [field]), body


def test_the_trail_says_who_paid_whose(desk, loan, member, cashier):
    written = repay(desk, loan, "100.00").json()["transaction"]["id"]
    row = AuditEvent.objects.get(event="loan_repayment_posted")
    assert (row.user_id, row.actor_id) == (member.pk, cashier.pk)
    assert row.details == {"loan": loan.pk, "transaction": written, "amount": "100.00", "currency": "USD"}


def test_a_reversed_repayment_is_owed_again_and_what_was_paid_after_it_counts_from_the_oldest(
    desk, loan, signed_in, manager
):
    first = repay(desk, loan, "3151.49").json()["transaction"]["id"]
    repay(desk, loan, "3151.49")
    assert reverse(signed_in(manager), first).status_code == 201
    now = shown(desk, loan)
    assert (now["principal_paid"], now["interest_paid"]) == ("2969.72", "181.77")
    assert schedule(desk, loan)[:2] == [("3093.26", "partly_paid"), ("58.23", "partly_paid")]
    assert is_whole()


def test_repayment_in_cash_above_the_limit_of_a_cashier_is_refused(settings, desk, phone, loan, signed_in, manager):
    settings.CASHIER_LIMIT = "500"
    before = traces()[:2]

    answer = repay(desk, loan, "500.01")

    assert refusal(answer) == (422, "limit_exceeded")
    assert answer.json()["details"] == {"limit": "500.00", "left": "500.00"}
    assert traces()[:2] == before
    assert repay(desk, loan, "500.00").status_code == 201
    assert repay(signed_in(manager), loan, "500.01").status_code == 201
    assert is_whole()


def test_repayment_from_an_account_is_not_under_the_limit_of_a_cashier(settings, desk, phone, loan, home):
    settings.CASHIER_LIMIT = "500"
    assert repay(desk, loan, "500.01", home).status_code == 201
    assert repay(phone, loan, "500.01").status_code == 201
    assert is_whole()
