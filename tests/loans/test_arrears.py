"""Arrears depend on the date only; no scheduled job is required."""

import pytest

from tests.loan_factories import create_product
from tests.loans.loan_helpers import get_loan, get_schedule, post_repayment


@pytest.fixture
def log_in_on(clock, signed_in, member):
    """Moves the clock to a day and logs the member in: `log_in_on("2026-05-11")`."""

    def log_in(day, time="00:00:00"):
        clock.move_to(f"{day}T{time}Z")
        return signed_in(member)

    return log_in


def test_loan_is_one_day_late_on_the_day_after_the_due_date(clock, make_loan, signed_in, member):
    loan = make_loan("active", amount=12_000_00, months=4)
    member_client, seen = signed_in(member), []
    for moment in ("2026-03-31T23:59:59", "2026-04-01T23:59:59", "2026-04-02T00:00:00", "2026-05-11T00:00:00"):
        clock.move_to(f"{moment}Z")
        member_client.log_in(member.email)
        body = get_loan(member_client, loan)
        seen.append(
            (body["days_late"], body["next_due"]["due_date"], [row[1] for row in get_schedule(member_client, loan)])
        )
    assert seen == [
        (0, "2026-04-01", ["upcoming"] * 4),
        (0, "2026-04-01", ["upcoming"] * 4),
        (1, "2026-04-01", ["late", *["upcoming"] * 3]),
        (40, "2026-04-01", ["late", "late", "upcoming", "upcoming"]),
    ]


def test_partly_paid_instalment_is_late_until_its_last_cent_is_paid(make_loan, cashier, log_in_on):
    loan = make_loan("active", amount=12_000_00, months=4)
    member_client = log_in_on("2026-05-11")
    post_repayment(loan, 3151_48, cashier)
    assert get_loan(member_client, loan)["days_late"] == 40
    assert get_loan(member_client, loan)["next_due"] == {"number": 1, "due_date": "2026-04-01", "amount": "0.01"}
    assert get_schedule(member_client, loan)[:2] == [("3151.48", "late"), ("0.00", "late")]
    post_repayment(loan, 1, cashier)
    assert get_loan(member_client, loan)["days_late"] == 10
    assert get_schedule(member_client, loan)[:2] == [("3151.49", "paid"), ("0.00", "late")]
    post_repayment(loan, 3151_49, cashier)
    assert get_loan(member_client, loan)["days_late"] == 0
    assert get_loan(member_client, loan)["next_due"]["number"] == 3


def test_prepayment_pays_the_current_instalment_only(make_loan, cashier, log_in_on):
    loan = make_loan("active", amount=12_000_00, months=4)
    post_repayment(loan, 6302_98, cashier)
    member_client = log_in_on("2026-06-11")
    assert get_loan(member_client, loan)["overdue"] == {
        "since": "2026-05-01", "days_late": 41, "instalments": 2, "amount": "6076.82",
    }  # fmt: skip
    # The third instalment closes the loan, with the interest up to today: a fourth one would have no principal.
    assert get_loan(member_client, loan)["settlement_amount"] == "6076.82"
    assert [row[1] for row in get_schedule(member_client, loan)] == ["paid", "late", "late"]


@pytest.mark.parametrize(
    ("disbursed", "today", "late"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2027-12-31", "2028-01-31", 0),
        ("2027-12-31", "2028-02-01", 1),
        ("2028-01-31", "2028-02-29", 0),
        ("2028-01-31", "2028-03-01", 1),
        ("2026-03-31", "2026-04-30", 0),
        ("2026-03-31", "2026-05-01", 1),
    ],
)
def test_loan_disbursed_on_the_31st_is_due_on_the_last_day_of_a_shorter_month(
    clock, make_loan, log_in_on, disbursed, today, late
):
    clock.move_to(f"{disbursed}T23:00:00Z")
    loan = make_loan("active")
    assert get_loan(log_in_on(today), loan)["days_late"] == late


def test_due_dates_after_the_31st_are_the_last_days_of_shorter_months(clock, make_loan, log_in_on):
    clock.move_to("2027-12-31T10:00:00Z")
    loan = make_loan("active", months=4)
    rows = log_in_on("2028-01-01").get(f"/api/loans/{loan.pk}/schedule/").json()
    assert [row["due_date"] for row in rows] == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]


def test_repaid_loan_is_never_late(clock, make_loan, cashier, log_in_on):
    loan = make_loan("active")
    post_repayment(loan, 1000_00, cashier)
    member_client = log_in_on("2029-01-01")
    body = get_loan(member_client, loan)
    assert (body["status"], body["days_late"], body["next_due"]) == ("repaid", 0, None)
    assert {row[1] for row in get_schedule(member_client, loan)} == {"paid"}


def test_instalment_of_zero_is_never_late(make_loan, cashier, log_in_on):
    interest_free = create_product(name="Grace", rate_millionths=0, min_term_months=3, principal_grace_months=2)
    loan = make_loan("active", product=interest_free, months=3)
    member_client = log_in_on("2026-05-31")
    assert get_schedule(member_client, loan) == [("0.00", "paid"), ("0.00", "paid"), ("0.00", "upcoming")]
    assert get_loan(member_client, loan)["days_late"] == 0
    assert get_loan(member_client, loan)["next_due"]["number"] == 3
