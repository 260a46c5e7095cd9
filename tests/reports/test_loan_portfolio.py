"""The loan portfolio report: outstanding principal by the age of the oldest unpaid instalment, on any day."""

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
from loans.services.repayment import repay_loan
from tests.api_payments import open_account, reverse
from tests.loan_factories import create_loan, create_product
from tests.reports.conftest import create_loan_over_http, repay, report, write_off

AGES = ["current", "1-30", "31-60", "61-90", "over 90"]


@pytest.fixture
def loan_id(clock, login_on, member, cashier, manager):
    """The id of a loan of 600.00 disbursed on 1 March, with 106.00 due on the first of each month from April."""
    number = open_account(login_on("03-01", cashier), member.pk)
    return create_loan_over_http(login_on, "03-01", (manager, cashier), member, number)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("03-31", "current"),
        ("04-01", "current"),  # due on this day
        ("04-02", "1-30"),
        ("05-01", "1-30"),  # 30 days
        ("05-02", "31-60"),
        ("05-31", "31-60"),  # 60
        ("06-01", "61-90"),
        ("06-30", "61-90"),  # 90
        ("07-01", "over 90"),
    ],
)
def test_age_of_the_oldest_unpaid_instalment_determines_the_bucket_of_the_principal(loan_id, day, age):
    portfolio = portfolio_on(date.fromisoformat(f"2026-{day}"))
    assert portfolio.by_age() == {name: (1, 600_00) if name == age else (0, 0) for name in AGES}
    assert portfolio.at_risk == (0 if age in {"current", "1-30"} else 600_00), (
        "the outstanding principal, not only the late 100.00"
    )
    assert len(portfolio.late) == (age != "current")


def test_par30_is_the_share_of_the_portfolio_that_is_more_than_30_days_late(
    loan_id, manager_on, login_on, cashier, manager, other_member
):
    number = open_account(login_on("04-20", cashier), other_member.pk)
    create_loan_over_http(
        login_on, "04-20", (manager, cashier), other_member, number, amount="1200.00", name="Business"
    )
    summaries = [
        report(manager_on("05-03"), "loan-portfolio", f"to=2026-{day}")["summary"] for day in ("05-01", "05-02")
    ]
    figures = [
        (s["loans"], s["gross_portfolio"], s["loans_late"], s["portfolio_at_risk"], s["par30"]) for s in summaries
    ]
    assert figures == [(2, "1800.00", 1, "0.00", "0.0000"), (2, "1800.00", 1, "600.00", "0.3333")]
    rows = report(manager_on("05-03"), "loan-portfolio")["rows"]
    assert [(row["product"], row["days_late"]) for row in rows] == [
        (product, age) for product in ("Business", "Household") for age in AGES
    ]
    assert [row["outstanding_principal"] for row in rows if row["loans"]] == ["1200.00", "600.00"]


def test_instalment_is_unpaid_until_its_last_cent_is_repaid(loan_id, manager_on, login_on, cashier):
    repay(login_on("04-10", cashier), loan_id, "105.99")
    assert report(manager_on("05-10"), "loan-portfolio")["summary"]["portfolio_at_risk"] == "500.01"
    repay(login_on("05-10", cashier), loan_id, "0.01")
    assert report(manager_on("05-10"), "loan-portfolio")["summary"]["outstanding_1-30"] == "500.00"
    assert report(manager_on("05-10"), "loan-portfolio", "to=2026-05-09")["summary"]["outstanding_31-60"] == "500.01"


def test_unpaid_interest_makes_a_loan_late(loan_id, login_on, cashier):
    repay(login_on("04-10", cashier), loan_id, "5.99")
    portfolio = portfolio_on(date(2026, 4, 11))
    assert (portfolio.gross, [loan.days_late for loan in portfolio.late]) == (600_00, [10])


def test_repaid_or_written_off_loan_leaves_the_portfolio_on_that_day(
    loan_id, manager_on, login_on, cashier, manager, other_member
):
    number = open_account(login_on("03-01", cashier), other_member.pk)
    other_loan = create_loan_over_http(login_on, "03-01", (manager, cashier), other_member, number)
    settlement = login_on("03-10", cashier, "00:00:00").get(f"/api/loans/{loan_id}/").json()["settlement_amount"]
    repay(login_on("03-10", cashier, "00:00:00"), loan_id, settlement)
    write_off(login_on("03-12", manager, "00:00:00"), other_loan)
    manager_client = manager_on("03-20")
    assert Loan.objects.filter(status=LoanStatus.ACTIVE).count() == 0
    for day, loans, gross in [("09", 2, "1200.00"), ("10", 1, "600.00"), ("11", 1, "600.00"), ("12", 0, "0.00")]:
        summary = report(manager_client, "loan-portfolio", f"to=2026-03-{day}")["summary"]
        assert (summary["loans"], summary["gross_portfolio"]) == (loans, gross), day


def test_repayment_counts_until_the_day_of_its_reversal(loan_id, manager_on, login_on, cashier, manager):
    repayment = repay(login_on("04-02", cashier), loan_id, "106.00")
    assert reverse(login_on("04-05", manager), repayment).status_code == 201
    manager_client = manager_on("04-06")
    gross = {day: report(manager_client, "loan-portfolio", f"to=2026-04-0{day}")["summary"] for day in (1, 2, 4, 5)}
    assert [gross[day]["gross_portfolio"] for day in gross] == ["600.00", "500.00", "500.00", "600.00"]
    assert [gross[day]["loans_late"] for day in gross] == [0, 0, 0, 1]


def test_loan_with_a_reversed_payoff_was_not_in_the_portfolio_before_the_reversal(
    loan_id, manager_on, login_on, cashier, manager
):
    settlement = login_on("03-10", cashier).get(f"/api/loans/{loan_id}/").json()["settlement_amount"]
    repayment = repay(login_on("03-10", cashier), loan_id, settlement)
    assert reverse(login_on("04-10", manager), repayment).status_code == 201
    manager_client = manager_on("04-11")
    assert report(manager_client, "loan-portfolio", "to=2026-04-09")["summary"]["loans"] == 0
    assert report(manager_client, "loan-portfolio")["summary"]["loans_late"] == 1


def test_portfolio_of_a_future_day_is_todays_portfolio(loan_id, manager_on):
    """Instalments due in the future are not late yet."""
    manager_client = manager_on("03-20")
    future = report(manager_client, "loan-portfolio", "to=2027-03-20")
    assert future["rows"] == report(manager_client, "loan-portfolio")["rows"]
    assert report(manager_client, "summary", "to=2027-03-20")["summary"]["loans_late"] == 0


def test_portfolio_matches_the_balance_and_arrears_of_every_loan(clock, login_on, member, cashier, manager):
    number, rng = open_account(login_on("03-01", cashier), member.pk), random.Random(3)
    product = create_product(method="equal_principal", principal_grace_months=1, min_term_months=2)
    staff = {"decided_by": manager, "paid_out_by": cashier, "product": product}
    day = datetime(2026, 1, 31, 12, tzinfo=UTC)
    for index in range(8):
        with time_machine.travel(day + timedelta(days=20 * index), tick=False):
            loan = create_loan(member, number, "active", amount=rng.randrange(200_00, 900_00), months=3, **staff)
            for _ in range(rng.randrange(3)):
                cash = {"amount": rng.randrange(1_00, 80_00), "from_number": None, "client": SYSTEM_CLIENT}
                atomic_with_retry(repay_loan)(actor=cashier, loan_id=loan.pk, **cash)
    clock.move_to(day + timedelta(days=190))
    portfolio = portfolio_on((day + timedelta(days=190)).date())
    from_portfolio = {loan.loan_id: (loan.outstanding, loan.days_late) for loan in portfolio.loans}
    from_loans = {loan.pk: (loan.outstanding_principal, debt_of(loan).days_late) for loan in Loan.objects.all()}
    assert from_portfolio == from_loans
    assert len({late for _, late in from_loans.values()}) > 4
