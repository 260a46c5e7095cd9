"""The portfolio: whole outstanding principal by how late the oldest unpaid instalment is, on any day."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from core.client_info import SYSTEM_CLIENT
from core.db.transactions import atomic_with_retry
from loans.enums import LoanStatus
from loans.models import Loan
from loans.portfolio import portfolio_on
from loans.selectors import debt_of
from loans.services.servicing import repay_loan
from tests.api_payments import open_account, reverse
from tests.loan_factories import create_loan, create_product
from tests.reports.conftest import a_loan, repay, report, write_off

AGES = ["current", "1-30", "31-60", "61-90", "over 90"]


@pytest.fixture
def make_loan(clock, on, member, cashier, manager):
    """The id of a loan of 600.00 on 1 March, 106.00 due on the first of each month from April on."""
    number = open_account(on("03-01", cashier), member.pk)
    return a_loan(on, "03-01", (manager, cashier), member, number)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("03-31", "current"),
        ("04-01", "current"),  # it falls due today
        ("04-02", "1-30"),
        ("05-01", "1-30"),  # 30 days
        ("05-02", "31-60"),
        ("05-31", "31-60"),  # 60
        ("06-01", "61-90"),
        ("06-30", "61-90"),  # 90
        ("07-01", "over 90"),
    ],
)
def test_the_oldest_unpaid_instalment_decides_on_the_whole_principal(make_loan, day, age):
    found = portfolio_on(date.fromisoformat(f"2026-{day}"))
    assert found.by_age() == {name: (1, 600_00) if name == age else (0, 0) for name in AGES}
    assert found.at_risk == (0 if age in {"current", "1-30"} else 600_00), "the whole, not the 100.00 that are late"
    assert len(found.late) == (age != "current")


def test_par30_is_the_part_of_the_portfolio_that_is_more_than_30_days_late(
    make_loan, at, on, cashier, manager, other_member
):
    number = open_account(on("04-20", cashier), other_member.pk)
    a_loan(on, "04-20", (manager, cashier), other_member, number, amount="1200.00", name="Business")
    summaries = [report(at("05-03"), "loan-portfolio", f"to=2026-{day}")["summary"] for day in ("05-01", "05-02")]
    figures = [
        (s["loans"], s["gross_portfolio"], s["loans_late"], s["portfolio_at_risk"], s["par30"]) for s in summaries
    ]
    assert figures == [(2, "1800.00", 1, "0.00", "0.0000"), (2, "1800.00", 1, "600.00", "0.3333")]
    rows = report(at("05-03"), "loan-portfolio")["rows"]
    assert [(row["product"], row["days_late"]) for row in rows] == [
        (product, age) for product in ("Business", "Household") for age in AGES
    ]
    assert [row["outstanding_principal"] for row in rows if row["loans"]] == ["1200.00", "600.00"]


def test_an_instalment_that_wants_a_cent_is_unpaid_and_the_next_decides_once_it_is_paid(make_loan, at, on, cashier):
    repay(on("04-10", cashier), make_loan, "105.99")
    assert report(at("05-10"), "loan-portfolio")["summary"]["portfolio_at_risk"] == "500.01"
    repay(on("05-10", cashier), make_loan, "0.01")
    assert report(at("05-10"), "loan-portfolio")["summary"]["outstanding_1-30"] == "500.00"
    assert report(at("05-10"), "loan-portfolio", "to=2026-05-09")["summary"]["outstanding_31-60"] == "500.01"


def test_interest_alone_makes_a_loan_late(make_loan, on, cashier):
    repay(on("04-10", cashier), make_loan, "5.99")
    late = portfolio_on(date(2026, 4, 11))
    assert (late.gross, [loan.days_late for loan in late.late]) == (600_00, [10])


def test_a_loan_repaid_or_written_off_is_not_in_it_from_that_day_on(make_loan, at, on, cashier, manager, other_member):
    number = open_account(on("03-01", cashier), other_member.pk)
    other = a_loan(on, "03-01", (manager, cashier), other_member, number)
    settlement = on("03-10", cashier, "00:00:00").get(f"/api/loans/{make_loan}/").json()["settlement_amount"]
    repay(on("03-10", cashier, "00:00:00"), make_loan, settlement)
    write_off(on("03-12", manager, "00:00:00"), other)
    office = at("03-20")
    assert Loan.objects.filter(status=LoanStatus.ACTIVE).count() == 0
    for day, loans, gross in [("09", 2, "1200.00"), ("10", 1, "600.00"), ("11", 1, "600.00"), ("12", 0, "0.00")]:
        summary = report(office, "loan-portfolio", f"to=2026-03-{day}")["summary"]
        assert (summary["loans"], summary["gross_portfolio"]) == (loans, gross), day


def test_a_repayment_counts_until_the_day_it_is_reversed(make_loan, at, on, cashier, manager):
    paid = repay(on("04-02", cashier), make_loan, "106.00")
    assert reverse(on("04-05", manager), paid).status_code == 201
    office = at("04-06")
    gross = {day: report(office, "loan-portfolio", f"to=2026-04-0{day}")["summary"] for day in (1, 2, 4, 5)}
    assert [gross[day]["gross_portfolio"] for day in gross] == ["600.00", "500.00", "500.00", "600.00"]
    assert [gross[day]["loans_late"] for day in gross] == [0, 0, 0, 1]


def test_a_loan_that_was_settled_and_is_owed_again_was_not_late_meanwhile(make_loan, at, on, cashier, manager):
    settlement = on("03-10", cashier).get(f"/api/loans/{make_loan}/").json()["settlement_amount"]
    paid = repay(on("03-10", cashier), make_loan, settlement)
    assert reverse(on("04-10", manager), paid).status_code == 201
    office = at("04-11")
    assert report(office, "loan-portfolio", "to=2026-04-09")["summary"]["loans"] == 0
    assert report(office, "loan-portfolio")["summary"]["loans_late"] == 1


def test_of_days_to_come_it_is_todays(make_loan, at):
    """Nobody has failed to pay yet what falls due tomorrow."""
    office = at("03-20")
    future = report(office, "loan-portfolio", "to=2027-03-20")
    assert future["rows"] == report(office, "loan-portfolio")["rows"]
    assert report(office, "summary", "to=2027-03-20")["summary"]["loans_late"] == 0


def test_it_says_of_every_loan_what_the_loan_says_of_itself(clock, on, member, cashier, manager):
    number, chance = open_account(on("03-01", cashier), member.pk), random.Random(3)
    product = create_product(method="equal_principal", principal_grace_months=1, min_term_months=2)
    staff = {"decided_by": manager, "paid_out_by": cashier, "product": product}
    day = datetime(2026, 1, 31, 12, tzinfo=UTC)
    for back in range(8):
        with time_machine.travel(day + timedelta(days=20 * back), tick=False):
            loan = create_loan(member, number, "active", amount=chance.randrange(200_00, 900_00), months=3, **staff)
            for _ in range(chance.randrange(3)):
                cash = {"amount": chance.randrange(1_00, 80_00), "from_number": None, "client": SYSTEM_CLIENT}
                atomic_with_retry(repay_loan)(actor=cashier, loan_id=loan.pk, **cash)
    clock.move_to(day + timedelta(days=190))
    portfolio = portfolio_on((day + timedelta(days=190)).date())
    found = {loan.loan_id: (loan.outstanding, loan.days_late) for loan in portfolio.loans}
    said = {loan.pk: (loan.outstanding_principal, debt_of(loan).days_late) for loan in Loan.objects.all()}
    assert found == said
    assert len({late for _, late in said.values()}) > 4
